package io.weir.alerting.openslo;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields that a JSON Schema (draft-07) has at each place of a document, and the places that no
 * document has reached.
 */
final class SchemaFields {
  private static final String REF = "$ref";

  private final JsonNode root;
  private final Set<JsonNode> visited = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * An object of a document.
   *
   * @param pointer JSON pointer
   * @param fields all that it may have
   */
  record Place(String pointer, Set<String> fields) {}

  SchemaFields(JsonNode root) {
    this.root = root;
  }

  /** Objects whose fields are listed; those of free form are none. */
  List<Place> places(JsonNode document) {
    List<Place> places = new ArrayList<>();
    walk(document, "", List.of(root), places);
    return places;
  }

  private void walk(JsonNode value, String pointer, List<JsonNode> schemas, List<Place> places) {
    List<JsonNode> all = new ArrayList<>();
    schemas.forEach(schema -> flatten(schema, value, all));
    if (value.isArray()) {
      List<JsonNode> items = children(all, "items");
      for (int i = 0; i < value.size(); i++) {
        walk(value.get(i), pointer + "/" + i, items, places);
      }
    } else if (value.isObject()) {
      object(value, pointer, all, places);
    }
  }

  private void object(JsonNode value, String pointer, List<JsonNode> all, List<Place> places) {
    Set<String> fields = new TreeSet<>();
    boolean closed = false;
    for (JsonNode schema : all) {
      schema.path("properties").fieldNames().forEachRemaining(fields::add);
      closed |=
          schema.has("additionalProperties") && !schema.get("additionalProperties").isObject();
      if (schema.has("additionalProperties")) {
        visited.add(schema.get("properties") == null ? schema : schema.get("properties"));
      }
    }
    if (closed) {
      places.add(new Place(pointer, fields));
    }
    List<JsonNode> properties = children(all, "properties");
    value
        .fields()
        .forEachRemaining(
            field -> {
              String below = pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1");
              walk(field.getValue(), below, children(properties, field.getKey()), places);
            });
  }

  private static List<JsonNode> children(List<JsonNode> schemas, String name) {
    return schemas.stream().filter(schema -> schema.has(name)).map(one -> one.get(name)).toList();
  }

  /** A schema and all that it refers to, as far as they are about this value. */
  private void flatten(JsonNode schema, JsonNode value, List<JsonNode> all) {
    if (schema.has(REF)) {
      flatten(root.at(schema.get(REF).asText().substring(1)), value, all);
      return;
    }
    all.add(schema);
    for (String many : List.of("allOf", "anyOf", "oneOf")) {
      schema.path(many).forEach(one -> flatten(one, value, all));
    }
    if (schema.has("if")) {
      String branch = isValid(schema.get("if"), value) ? "then" : "else";
      if (schema.has(branch)) {
        flatten(schema.get(branch), value, all);
      }
    }
  }

  private static boolean isValid(JsonNode schema, JsonNode value) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
        .getSchema(schema)
        .validate(value)
        .isEmpty();
  }

  /** Closed objects of the schema that no document had. */
  List<String> unvisited() {
    List<String> unvisited = new ArrayList<>();
    search(root, "", unvisited);
    return unvisited;
  }

  private void search(JsonNode node, String pointer, List<String> unvisited) {
    boolean closed = node.path("additionalProperties").isBoolean();
    if (closed && !visited.contains(node.get("properties"))) {
      unvisited.add(pointer);
    }
    if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              field -> search(field.getValue(), pointer + "/" + field.getKey(), unvisited));
    } else {
      for (int i = 0; i < node.size(); i++) {
        search(node.get(i), pointer + "/" + i, unvisited);
      }
    }
  }
}
