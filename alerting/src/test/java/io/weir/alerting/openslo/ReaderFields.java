package io.weir.alerting.openslo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields that the reader knows, found out by asking it about one that it does not know. */
final class ReaderFields {
  // Resembles no field, so the reader names all that there are.
  private static final String NOBODYS = "z".repeat(40);
  private static final Pattern LIST = Pattern.compile("expected: one of (.*)");

  // Beside the name of another object there is nothing.
  private static final String NAMED = "names an object and writes one";

  private ReaderFields() {}

  /** The fields of the object at a JSON pointer of a valid document. */
  static Set<String> at(JsonNode document, String pointer) {
    JsonNode changed = document.deepCopy();
    ((ObjectNode) changed.at(pointer)).put(NOBODYS, 1);
    // JSON is YAML.
    List<Finding> findings = Documents.ofText("changed.json", changed.toString()).findings();
    for (Finding finding : findings) {
      Matcher list = LIST.matcher(finding.suggestion());
      if (finding.place().path().endsWith(NOBODYS) && list.matches()) {
        return new TreeSet<>(List.of(list.group(1).split(", ")));
      }
    }
    if (findings.stream().anyMatch(one -> one.message().equals(NAMED))) {
      Set<String> only = new TreeSet<>();
      document.at(pointer).fieldNames().forEachRemaining(only::add);
      return only;
    }
    throw new AssertionError("no field is unknown at " + pointer + ": " + findings);
  }
}
