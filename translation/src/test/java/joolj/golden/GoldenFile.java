// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.golden;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** Reads the recordings; the README beside them says what the fields are. */
final class GoldenFile {
    private static final String RESOURCE = "/golden/packets.jsonl.gz";

    private GoldenFile() {}

    /** All cases, in the order of the file. */
    static List<GoldenCase> read() {
        List<GoldenCase> cases = new ArrayList<>();
        try (var in = GoldenFile.class.getResourceAsStream(RESOURCE);
                var text = new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8);
                var lines = new BufferedReader(text)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                cases.add(goldenCase(JsonParser.object().from(line)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JsonParserException e) {
            throw new IllegalStateException(RESOURCE, e);
        }
        return cases;
    }

    private static GoldenCase goldenCase(JsonObject json) {
        Map<Integer, JsonObject> outputs =
                objects(json, "cli").stream().collect(Collectors.toMap(o -> o.getInt("step"), o -> o));
        List<JsonObject> steps = objects(json, "steps");
        List<GoldenCase.Step> readSteps = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            readSteps.add(step(steps.get(i), outputs.getOrDefault(i, new JsonObject())));
        }
        return new GoldenCase(
                json.getString("id"),
                json.getString("product").equals("nat64"),
                json.getString("pool6"),
                arrays(json, "config").stream().map(GoldenFile::texts).toList(),
                refused(json),
                host(json.getObject("net", new JsonObject())),
                readSteps,
                json.isNull("observed")
                        ? null
                        : objects(json, "observed").stream()
                                .map(GoldenFile::observation)
                                .toList(),
                json.getString("verdict"),
                counters(json.getObject("stats", new JsonObject())),
                rows(json, "bib"),
                rows(json, "session"),
                json.getBoolean("random_ports", false));
    }

    private static Set<List<String>> refused(JsonObject json) {
        return arrays(json, "config_errors").stream()
                .map(error -> texts(error.getArray(0)))
                .collect(Collectors.toSet());
    }

    private static Host host(JsonObject net) {
        Host host = new Host(net.getInt("mtu4", Host.USUAL_MTU), net.getInt("mtu6", Host.USUAL_MTU));
        texts(net.getArray("addr4", new JsonArray())).forEach(host::addAddress4);
        arrays(net, "rules").forEach(rule -> host.addMarkRule(texts(rule)));
        return host;
    }

    private static GoldenCase.Step step(JsonObject step, JsonObject output) {
        return new GoldenCase.Step(
                step.getString("side", "").equals("6"),
                step.has("hex") ? octets(step) : null,
                step.getBoolean("burst", false),
                objects(step, "patch").stream().map(GoldenFile::patch).toList(),
                step.getLong("wait_ms", 0),
                step.has("cli") ? texts(step.getArray("cli")) : null,
                output.getInt("rc", 0),
                output.getString("out", "").lines().toList());
    }

    private static GoldenCase.Patch patch(JsonObject patch) {
        List<Integer> checksums =
                patch.getArray("csum_offs").stream().map(Integer.class::cast).toList();
        return new GoldenCase.Patch(
                patch.getInt("from_step"),
                patch.getInt("src_off"),
                patch.getInt("dst_off"),
                patch.getInt("len"),
                checksums);
    }

    private static GoldenCase.Observation observation(JsonObject packet) {
        return new GoldenCase.Observation(
                packet.getInt("step"),
                packet.getString("side").equals("6"),
                octets(packet),
                arrays(packet, "mask").stream()
                        .map(mask -> new GoldenCase.Mask(mask.getInt(0), mask.getInt(1)))
                        .toList(),
                arrays(packet, "alt").stream()
                        .map(alt -> new GoldenCase.Correction(
                                alt.getInt(0), HexFormat.of().parseHex(alt.getString(1))))
                        .toList());
    }

    private static byte[] octets(JsonObject packet) {
        return HexFormat.of().parseHex(packet.getString("hex"));
    }

    private static Map<String, Long> counters(JsonObject stats) {
        Map<String, Long> counters = new TreeMap<>();
        stats.keySet().forEach(name -> counters.put(name, stats.getLong(name)));
        return counters;
    }

    private static Map<String, List<String>> rows(JsonObject json, String table) {
        Map<String, List<String>> rows = new TreeMap<>();
        JsonObject byProtocol = json.getObject(table, new JsonObject());
        byProtocol.keySet().forEach(protocol -> rows.put(protocol, texts(byProtocol.getArray(protocol))));
        return rows;
    }

    private static List<JsonObject> objects(JsonObject json, String key) {
        return json.getArray(key, new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static List<JsonArray> arrays(JsonObject json, String key) {
        return json.getArray(key, new JsonArray()).stream()
                .map(JsonArray.class::cast)
                .toList();
    }

    private static List<String> texts(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }
}
