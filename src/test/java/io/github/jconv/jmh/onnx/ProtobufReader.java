// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.onnx;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a protobuf message, as much as {@link Protobuf} writes. */
final class ProtobufReader {
    private final Map<Integer, List<Object>> fields = new LinkedHashMap<>();
    private final byte[] bytes;
    private int at;

    ProtobufReader(byte[] bytes) {
        this.bytes = bytes;
        while (at < bytes.length) {
            long key = varint();
            Object value = switch ((int) key & 7) {
                case 0 -> varint();
                case 2 -> block();
                default -> throw new IllegalArgumentException("wire type of key " + key);
            };
            fields.computeIfAbsent((int) (key >>> 3), field -> new ArrayList<>())
                    .add(value);
        }
    }

    List<Long> numbers(int field) {
        return all(field).stream().map(Long.class::cast).toList();
    }

    long number(int field) {
        return numbers(field).get(0);
    }

    List<String> texts(int field) {
        return all(field).stream()
                .map(value -> new String((byte[]) value, StandardCharsets.UTF_8))
                .toList();
    }

    String text(int field) {
        return texts(field).get(0);
    }

    List<ProtobufReader> messages(int field) {
        return all(field).stream()
                .map(value -> new ProtobufReader((byte[]) value))
                .toList();
    }

    ProtobufReader message(int field) {
        return messages(field).get(0);
    }

    byte[] bytes(int field) {
        return (byte[]) all(field).get(0);
    }

    private List<Object> all(int field) {
        return fields.getOrDefault(field, List.of());
    }

    private byte[] block() {
        int length = (int) varint();
        at += length;
        if (length < 0 || at > bytes.length) {
            throw new IllegalArgumentException("a block of " + length + " ends beyond " + bytes.length);
        }
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = bytes[at++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }
}
