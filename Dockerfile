# One image for one user on stdio and for many over HTTP; docs/hosting.md has more.
#   docker build -t jetty-mcp .
#   docker run -i --rm -e JETTY_API_TOKEN jetty-mcp
#   docker run --rm --read-only -p 8765:8765 jetty-mcp http --host 0.0.0.0 --allow-host localhost:8765
FROM maven:3.9-eclipse-temurin-25-alpine AS build
WORKDIR /source
COPY . .
# docker/check tests the same directory without a container engine.
RUN docker/build /app

# Alpine like the build stage, as the runtime in /app needs the C library that it was built for.
FROM alpine:3
RUN adduser -D -u 10001 jetty
# Keeps path and times, as the archive of classes is bound to both.
COPY --from=build /app /app
# Numeric, so that Kubernetes can verify that it is not root.
USER 10001:10001
# The default of --files-root: mount a directory here to read and save files over stdio.
WORKDIR /home/jetty
# Gives 40 % of the container's memory to the heap, as buffers and the JVM need the rest. Exits when out of memory, so that the
# container is restarted. Disables performance data, which the JVM would write to /tmp.
ENV JETTY_MCP_JAVA_OPTS="-XX:MaxRAMPercentage=40 -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData"
EXPOSE 8765
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/app/healthy"]
ENTRYPOINT ["/app/jetty-mcp"]
CMD ["stdio"]
