package io.weir.alerting.openslo;

import io.weir.slo.v1.DefinedObject;
import io.weir.slo.v1.SloDocument;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code weir.slo-documents.v1} says, and what it means. Pure. */
public final class DocumentRecords {
  /** Before the name of a document of the API, where a finding has the path of a file. */
  private static final String API = "api:";

  private DocumentRecords() {}

  /** The key of a record. */
  public static String key(SloDocument document) {
    return (document.getFromFile() ? "file/" : "api/") + document.getName();
  }

  /** Where a finding says that a document of the API is. */
  static String place(String document) {
    return API + document;
  }

  /** The texts of the API by their place, always in the same order. */
  public static Map<String, String> texts(Collection<SloDocument> documents) {
    Map<String, String> texts = new TreeMap<>();
    documents.stream()
        .filter(document -> !document.getFromFile())
        .forEach(document -> texts.put(place(document.getName()), document.getText()));
    return texts;
  }

  /** What each file defines, of all that was read. */
  public static List<SloDocument> ofFiles(Documents documents) {
    Map<String, SloDocument.Builder> files = new TreeMap<>();
    for (OpenSloObject object : documents.objects()) {
      String file = object.metadata().name().place().file();
      if (!file.startsWith(API)) {
        files
            .computeIfAbsent(file, path -> SloDocument.newBuilder().setName(path).setFromFile(true))
            .addObjects(defined(object));
      }
    }
    return files.values().stream().map(SloDocument.Builder::build).toList();
  }

  static DefinedObject defined(OpenSloObject object) {
    Place place = object.metadata().name().place();
    return DefinedObject.newBuilder()
        .setKind(object.kind().word())
        .setName(object.metadata().name().value())
        .setLine(place.line())
        .setColumn(place.column())
        .build();
  }
}
