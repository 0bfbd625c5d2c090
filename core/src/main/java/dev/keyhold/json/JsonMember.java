package dev.keyhold.json;

/**
 * A member of a JSON object.
 *
 * @param name as text, unescaped
 * @param value its value
 */
public record JsonMember(String name, Json value) {}
