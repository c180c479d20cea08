# One image for every role; docker-compose.yml says which one a container runs.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN ./weir --version \
 && mkdir /app \
 && tr ':' '\n' < .weir/classpath | xargs cp -t /app

FROM eclipse-temurin:17-jre
RUN groupadd --system weir \
 && useradd --system --gid weir --home-dir /var/lib/weir --create-home weir
COPY --from=build /app /opt/weir/lib
COPY config/cluster.yaml /etc/weir/weir.yaml
USER weir
WORKDIR /var/lib/weir
VOLUME /var/lib/weir
# gRPC, JSON API and UI, metrics and health
EXPOSE 4245 4280 4290
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "-cp", "/opt/weir/lib/*", "io.weir.cli.Main"]
CMD ["--help"]
