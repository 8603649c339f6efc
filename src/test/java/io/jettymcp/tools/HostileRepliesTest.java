package io.jettymcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Defect;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.ToolHarness;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests that hostile replies lead to a valid result or a failure. */
class HostileRepliesTest {
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private static final String ODD_RUN =
      "{'trajectory_id':7,'status':'completed','created':'yesterday','updated':1e999,'error':{'a':[]},"
          + "'init_params':'none','labels':{'k':'v'},'total_steps':{'a':1},'completed_steps':3,"
          + "'has_more':'maybe','total':1e300,'triggered_by_routine_id':'x',"
          + "'steps':{'a':null,'b':[],'c':'text','d':{'outputs':'text','duration_seconds':1e999,"
          + "'status':5,'error':{'deep':[]}},'e':{'outputs':[{'path':7,'extension':[]}],"
          + "'duration_seconds':"
          + "9".repeat(400)
          + ",'activity':{}}}}";

  private static final List<String> REPLIES =
      List.of(
          "",
          "null",
          "[]",
          "'text'",
          "42",
          "true",
          "{}",
          "[null,1,'x',[],{}]",
          "[{'name':{},'description':[],'workflow':'none','url':3}]",
          "[".repeat(150) + "]".repeat(150),
          "{'a':".repeat(150) + "1" + "}".repeat(150),
          "{'trajectories':{}}",
          "{'trajectories':[null,1,'x',[],{}," + ODD_RUN + "],'has_more':{},'total':'many'}",
          ODD_RUN,
          ODD_RUN.replace("completed'", "failed'"),
          ODD_RUN.replace("'status':'completed'", "'status':['running']"),
          "{'status':'completed','steps':['a','b'],'total_steps':[null,{},'a'],'labels':[null,1]}",
          "{'routines':[null,'x',{'cadence':'daily'},"
              + "{'name':[],'cadence':{'type':'daily','hour_utc':99,'minute_utc':-5}}]}",
          "{'routines':{'a':{}}}",
          "{'name':'r','cadence':{'type':'daily','hour_utc':99,'minute_utc':61}}",
          "{'name':'r','cadence':{'type':'hourly','minute_utc':1e300},'paused':'no'}",
          "{'name':'r','cadence':{'type':'weekly','hour_utc':5,'day_of_week':9}}",
          "{'name':'r','cadence':{'type':['daily']},'next_run_at':{},'id':'x'}",
          "{'active':[],'runs_used':1e300,'runs_limit':-1,'runs_remaining':[]}",
          "{'workflow_id':'no-dashes','trial':{'runs_used':1e300,'runs_limit':1e999}}",
          "{'workflow_id':'a-b--..','trial':{'runs_used':1.5,'runs_limit':2,"
              + "'minutes_remaining':1e300}}",
          "{'workflow_id':7,'trajectory':{'trajectory_id':'a/b','status':[]},'trial':[]}",
          "{'workflow':{'init_params':[1],'step_configs':[1],'steps':{'a':1}}}",
          "{'workflow':{'steps':[null,{},['x']],'step_configs':{'':'x'}},'name':''}",
          "{'environment_variables':['A'],'events':{},'logs':'text'}",
          "{'events':[null,{},[],'x',{'level':7,'message':{},'time':[]}]}",
          "{'results':[null,7,{'trajectory_id':'1a2b3c4d','updated':'perhaps','error':{}}]}",
          "{'hits':[null,{'document':7},{'document':{'entity_name':[]}}],'templates':{'a':1}}",
          "{'templates':[null,7,{'activity_name':{}}]}");

  static List<Tool> tools() {
    return Catalog.ALL;
  }

  @ParameterizedTest
  @MethodSource("tools")
  void hostileRepliesToAllRequestsAreHandled(Tool tool) {
    for (String reply : REPLIES) {
      check(tool, FakeJetty.replying(reply), reply);
    }
  }

  @ParameterizedTest
  @MethodSource("tools")
  void hostileReplyToOneRequestIsHandled(Tool tool) {
    for (int wrong = 0; wrong < 4; wrong++) {
      for (String reply : REPLIES) {
        check(tool, wrongAt(wrong, FakeJetty.json(reply)), reply);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list-collections",
        "list-tasks",
        "list-trajectories",
        "list-routines",
        "list-routine-runs",
        "get-trial-status",
        "get-task",
        "get-trajectory",
        "get-routine",
        "list-env-vars",
        "wait-for-run"
      })
  void replyOfAnotherFormIsNotAnEmptyResult(String name) {
    Tool tool = Catalog.ALL.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
    for (String reply : List.of("", "null", "'text'", "42")) {
      ToolHarness call =
          ToolHarness.of(
              tool, FakeJetty.replying(reply), new FakeLocalAccess(), Samples.call(tool));
      assertThat(call.failure(Unavailable.class).reason()).isEqualTo(Unavailable.Reason.UNREADABLE);
    }
  }

  /** Returns Acme with another reply to one request. */
  private static FakeJetty wrongAt(int index, JsonNode reply) {
    var acme = Acme.routes();
    AtomicInteger count = new AtomicInteger();
    return new FakeJetty(request -> count.getAndIncrement() == index ? reply : acme.apply(request));
  }

  private static void check(Tool tool, FakeJetty jetty, String reply) {
    ToolHarness call = ToolHarness.of(tool, jetty, new FakeLocalAccess(), Samples.call(tool));
    if (call.failure().isPresent()) {
      assertThat(call.failure().get())
          .as("%s on %s", tool.name(), reply)
          .isInstanceOf(Failure.class)
          .isNotInstanceOf(Defect.class);
    } else {
      assertThat(SCHEMAS.getSchema(tool.outputSchema()).validate(CatalogLawsTest.whole(call)))
          .as("%s on %s gave %s", tool.name(), reply, call.shown())
          .isEmpty();
    }
  }
}
