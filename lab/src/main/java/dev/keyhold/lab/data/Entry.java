package dev.keyhold.lab.data;

import dev.keyhold.json.Json;

/**
 * What becomes an entry of the database.
 *
 * @param key made by the {@link KeyTemplate}
 * @param value the element or the member's value
 */
public record Entry(String key, Json value) {}
