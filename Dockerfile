# One image for every role. Build the jars first: ./weir --version
FROM eclipse-temurin:17-jre
RUN groupadd --system weir && useradd --system --gid weir --home-dir /var/lib/weir --create-home weir
COPY .weir/image/lib /opt/weir/lib
COPY config/cluster.yaml /etc/weir/weir.yaml
USER weir
WORKDIR /var/lib/weir
VOLUME /var/lib/weir
# gRPC, UI and JSON API, metrics and health
EXPOSE 4245 4280 4290
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "-cp", "/opt/weir/lib/*", "io.weir.cli.Main"]
CMD ["up"]
