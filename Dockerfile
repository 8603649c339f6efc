# One image for one user on stdio and for many over HTTP; docs/hosting.md has more.
#   docker build -t jetty-mcp .
#   docker run -i --rm -e JETTY_API_TOKEN jetty-mcp
#   docker run --rm --read-only -p 8765:8765 jetty-mcp http --host 0.0.0.0 --allow-host localhost:8765
FROM maven:3.9-eclipse-temurin-25-alpine AS build
WORKDIR /source
COPY . .
# docker/check proves the same directory where there is no engine for containers.
RUN docker/build /app

# The program brings its Java, which is made for the C library of the system that it was built on: both are Alpine.
FROM alpine:3
RUN adduser -D -u 10001 jetty
# In the same place, and with the same times, as the archive of classes is bound to both.
COPY --from=build /app /app
# By number, so that Kubernetes can see that it is not root.
USER 10001:10001
# What --files-root means unless it is told: mount a directory here to read and save files over stdio.
WORKDIR /home/jetty
# Half of the container's memory for objects; the rest is for buffers and for Java itself. Out of memory, another
# container does better than this one. The last one would write to /tmp.
ENV JETTY_MCP_JAVA_OPTS="-XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData"
EXPOSE 8765
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/app/healthy"]
ENTRYPOINT ["/app/jetty-mcp"]
CMD ["stdio"]
