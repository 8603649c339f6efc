# The MCP server on stdio: docker run -i --rm -e JETTY_API_TOKEN jetty-mcp
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY src src
RUN mvn -B -q -DskipTests -Dspotless.check.skip package

FROM eclipse-temurin:17-jre
RUN useradd --create-home --shell /usr/sbin/nologin jetty
COPY --from=build /build/target/jetty-mcp.jar /opt/jetty-mcp/jetty-mcp.jar
USER jetty
WORKDIR /home/jetty
# The JVM may write on stderr only: stdout is the wire.
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+DisplayVMOutputToStderr", "-Xlog:disable", "-Xlog:all=error:stderr", "-jar", "/opt/jetty-mcp/jetty-mcp.jar"]
