package io.jettymcp.tool;

import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class OngoingTest {
  private static final Param<ObjectNode> START = Param.object("start", "What its start said");
  private static final String LONG = "w".repeat(700);

  private static ObjectNode kept(ObjectNode fields) {
    return new Ongoing((ObjectNode) json("{'task':'a'}"), "").keeping(START, fields).arguments();
  }

  @Test
  void allThatFitsIsKept() {
    ObjectNode fields = (ObjectNode) json("{'warnings':['a','b'],'trial':'c'}");
    assertThat(kept(fields).path("start")).isEqualTo(fields);
  }

  @Test
  void fieldThatDoesNotFitIsLeftOut() {
    ObjectNode fields = Json.object().put("trial", LONG).put("workflow_id", "b");
    assertThat(kept(fields)).isEqualTo(json("{'task':'a','start':{'workflow_id':'b'}}"));
  }

  @Test
  void warningThatDoesNotFitIsLeftOutAndTheOthersAreKept() {
    ObjectNode fields = Json.object();
    fields.set("warnings", Json.node(List.of("a", LONG, "b")));
    assertThat(kept(fields)).isEqualTo(json("{'task':'a','start':{'warnings':['a','b']}}"));
  }

  @Test
  void parameterIsLeftOutWhereNothingFits() {
    ObjectNode fields = Json.object().put("trial", LONG);
    fields.set("warnings", Json.node(List.of(LONG)));
    assertThat(kept(fields)).isEqualTo(json("{'task':'a'}"));
  }
}
