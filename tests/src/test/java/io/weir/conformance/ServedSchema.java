package io.weir.conformance;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Channel;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** What a server tells about its services by reflection, version 1. */
final class ServedSchema {
  private final List<String> services;
  private final Map<String, FileDescriptor> files;

  private ServedSchema(List<String> services, Map<String, FileDescriptor> files) {
    this.services = services;
    this.files = files;
  }

  /** Asks for all services and the files that define them. */
  static ServedSchema fetch(Channel channel) {
    List<String> services =
        ask(channel, ServerReflectionRequest.newBuilder().setListServices(""))
            .getListServicesResponse()
            .getServiceList()
            .stream()
            .map(service -> service.getName())
            .toList();
    Map<String, FileDescriptorProto> protos = new HashMap<>();
    for (String service : services) {
      ServerReflectionResponse answer =
          ask(channel, ServerReflectionRequest.newBuilder().setFileContainingSymbol(service));
      for (ByteString file : answer.getFileDescriptorResponse().getFileDescriptorProtoList()) {
        FileDescriptorProto proto = parse(file);
        protos.put(proto.getName(), proto);
      }
    }
    Map<String, FileDescriptor> files = new HashMap<>();
    for (String name : new TreeSet<>(protos.keySet())) {
      build(name, protos, files);
    }
    return new ServedSchema(services, files);
  }

  private static ServerReflectionResponse ask(
      Channel channel, ServerReflectionRequest.Builder question) {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> call =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable error) {
                    answer.completeExceptionally(error);
                  }

                  @Override
                  public void onCompleted() {
                    answer.completeExceptionally(new AssertionError("no answer"));
                  }
                });
    call.onNext(question.build());
    ServerReflectionResponse response = answer.join();
    call.onCompleted();
    return response;
  }

  private static FileDescriptorProto parse(ByteString file) {
    try {
      return FileDescriptorProto.parseFrom(file, ExtensionRegistryLite.getEmptyRegistry());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** Imports first. */
  private static FileDescriptor build(
      String name, Map<String, FileDescriptorProto> protos, Map<String, FileDescriptor> files) {
    FileDescriptor known = files.get(name);
    if (known != null) {
      return known;
    }
    FileDescriptorProto proto = protos.get(name);
    if (proto == null) {
      throw new AssertionError("The server does not tell about " + name);
    }
    FileDescriptor[] imports =
        proto.getDependencyList().stream()
            .map(dependency -> build(dependency, protos, files))
            .toArray(FileDescriptor[]::new);
    try {
      FileDescriptor file = FileDescriptor.buildFrom(proto, imports);
      files.put(name, file);
      return file;
    } catch (DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }

  /** Full names of the services. */
  List<String> services() {
    return services;
  }

  /** A method by its path, {@code observer.Observer/GetFlows}. */
  MethodDescriptor method(String path) {
    String service = path.substring(0, path.indexOf('/'));
    int dot = service.lastIndexOf('.');
    return files.values().stream()
        .filter(file -> file.getPackage().equals(service.substring(0, dot)))
        .map(file -> file.findServiceByName(service.substring(dot + 1)))
        .filter(found -> found != null)
        .map(found -> found.findMethodByName(path.substring(path.indexOf('/') + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("The server has no " + path));
  }

  /** A message by its full name. */
  Descriptor message(String name) {
    int dot = name.lastIndexOf('.');
    return files.values().stream()
        .filter(file -> file.getPackage().equals(name.substring(0, dot)))
        .map(file -> file.findMessageTypeByName(name.substring(dot + 1)))
        .filter(found -> found != null)
        .findFirst()
        .orElseThrow(() -> new AssertionError("The server has no " + name));
  }
}
