package dev.replay.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.replay.account.Role;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TemplateTest {
    @Inject
    Desk desk;

    private Desk.Account account;

    @BeforeEach
    void anAccount() {
        account = desk.account();
    }

    private int template(String name, String body, long senderId) {
        return account.sends()
                .body("{\"name\":\"%s\",\"body\":\"%s\",\"senderId\":%d,\"dltTemplateId\":\"110716\"}"
                        .formatted(name, body, senderId))
                .post("/v1/templates")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    @Test
    void variablesOfDltGetNamesAndTheRouteIsTheSenders() {
        int id = template("Shipped", "Order {#var#} of {#VAR#} is on its way", account.senderId());
        account.reads()
                .get("/v1/templates/" + id)
                .then()
                .statusCode(200)
                .body("body", equalTo("Order {var1} of {var2} is on its way"))
                .body("route", equalTo("transactional"))
                .body("dltTemplateId", equalTo("110716"))
                .body("senderId", equalTo((int) account.senderId()));
    }

    @Test
    void aBodyThatCannotBeReadAndANameThatIsTakenAreRefused() {
        account.sends()
                .body("{\"name\":\"x\",\"body\":\"Hello {na me}\",\"senderId\":%d}".formatted(account.senderId()))
                .post("/v1/templates")
                .then()
                .statusCode(422)
                .body("type", endsWith("/problems/invalid-body"))
                .body("offset", equalTo(6));
        template("Twice", "x", account.senderId());
        account.sends()
                .body("{\"name\":\"Twice\",\"body\":\"y\",\"senderId\":%d}".formatted(account.senderId()))
                .post("/v1/templates")
                .then()
                .statusCode(409)
                .body("type", endsWith("/problems/already-exists"));
    }

    @Test
    void theListIsFilteredAndPaged() {
        long other = desk.sender(account.id(), "OTHER", "promotional");
        int a = template("Order shipped", "On its way", account.senderId());
        int b = template("Sale", "Order now", other);
        account.reads().queryParam("q", "ORDER").get("/v1/templates").then().body("items.id", contains(b, a));
        account.reads()
                .queryParam("senderId", other)
                .get("/v1/templates")
                .then()
                .body("items.id", contains(b));
        String next = account.reads()
                .queryParam("limit", 1)
                .get("/v1/templates")
                .then()
                .body("items.id", contains(b))
                .extract()
                .path("nextCursor");
        account.reads()
                .queryParam("limit", 1)
                .queryParam("cursor", next)
                .get("/v1/templates")
                .then()
                .body("items.id", contains(a))
                .body("nextCursor", nullValue());
        desk.account().reads().get("/v1/templates").then().body("items", hasSize(0));
    }

    @Test
    void importingATemplateReplacesTheText() {
        long id = account.draft();
        int template = template("Sale", "Order {what} now", account.senderId());
        account.sends()
                .body("{\"templateId\":" + template + "}")
                .post("/v1/campaigns/" + id + "/template-import")
                .then()
                .statusCode(200)
                .header("ETag", equalTo("\"2\""))
                .body("message", equalTo("Request Completed Successfully!"))
                .body("campaign.body", equalTo("Order {what} now"))
                .body("campaign.templateId", equalTo(template));
        assertThat(desk.number("select content_version from campaign where id = ?", id))
                .isEqualTo(2);

        account.sends().delete("/v1/templates/" + template).then().statusCode(204);
        account.sends().delete("/v1/templates/" + template).then().statusCode(404);
        account.reads()
                .get("/v1/campaigns/" + id)
                .then()
                .body("body", equalTo("Order {what} now"))
                .body("templateId", nullValue());
    }

    @Test
    void aDeletedTemplatesDltIdStaysWithTheCampaignAsLongAsItsText() {
        long id = account.draft();
        String dlt = "select coalesce(dlt_template_id, '0')::bigint from campaign where id = ?";
        assertThat(desk.number(dlt, id)).isZero();
        int template = template("Sale", "Order now", account.senderId());
        account.sends()
                .body("{\"templateId\":" + template + "}")
                .post("/v1/campaigns/" + id + "/template-import")
                .then()
                .statusCode(200);
        assertThat(desk.number(dlt, id)).isEqualTo(110716);
        account.sends().delete("/v1/templates/" + template).then().statusCode(204);
        assertThat(desk.number(dlt, id)).isEqualTo(110716);
        account.sends()
                .body("{\"templateId\":null,\"name\":\"Sale\"}")
                .patch("/v1/campaigns/" + id)
                .then()
                .statusCode(200);
        assertThat(desk.number(dlt, id)).isEqualTo(110716);
        account.sends()
                .body("{\"body\":\"Order today\"}")
                .patch("/v1/campaigns/" + id)
                .then()
                .statusCode(200);
        assertThat(desk.number(dlt, id)).isZero();
    }

    @Test
    void aDraftThatTakesAnotherSenderLeavesItsTemplateAndKeepsTheText() {
        long id = account.draft();
        int template = template("Sale", "Order now", account.senderId());
        String asked = "{\"templateId\":" + template + "}";
        account.sends()
                .body(asked)
                .post("/v1/campaigns/" + id + "/template-import")
                .then()
                .statusCode(200);
        long other = desk.sender(account.id(), "OTHER", "promotional");
        account.sends()
                .body("{\"senderId\":%d,\"templateId\":%d}".formatted(other, template))
                .patch("/v1/campaigns/" + id)
                .then()
                .statusCode(422)
                .body("type", endsWith("/problems/template-of-another-sender"));
        account.sends()
                .body("{\"senderId\":" + other + "}")
                .patch("/v1/campaigns/" + id)
                .then()
                .statusCode(200)
                .body("templateId", nullValue())
                .body("body", equalTo("Order now"));
    }

    @Test
    void aTemplateOfAnotherSenderIsNotImported() {
        long id = account.draft();
        int template = template("Sale", "x", desk.sender(account.id(), "OTHER", "promotional"));
        account.sends()
                .body("{\"templateId\":" + template + "}")
                .post("/v1/campaigns/" + id + "/template-import")
                .then()
                .statusCode(422)
                .body("type", endsWith("/problems/template-of-another-sender"));
        account.sends()
                .body("{\"templateId\":" + template + "}")
                .patch("/v1/campaigns/" + id)
                .then()
                .statusCode(422)
                .body("type", endsWith("/problems/template-of-another-sender"));
        desk.sql("update campaign set status = 'submitted' where id = ?", id);
        account.sends()
                .body("{\"templateId\":" + template + "}")
                .post("/v1/campaigns/" + id + "/template-import")
                .then()
                .statusCode(409);
    }

    @Test
    void senderIdsAreWhatPhonesCanShow() {
        for (String sender : new String[] {"RPLDMO", "Café", "", "TWELVELETTER", "12", "1234567890123456", "56161"})
            account.asks(Role.ADMIN)
                    .contentType(ContentType.JSON)
                    .body("{\"sender\":\"%s\",\"route\":\"otp\",\"countries\":[\"IN\"]}".formatted(sender))
                    .post("/v1/sender-ids")
                    .then()
                    .statusCode(sender.equals("RPLDMO") || sender.equals("56161") ? 201 : 422);
        account.asks(Role.ADMIN)
                .contentType(ContentType.JSON)
                .body("{\"sender\":\"RPLDMO\",\"route\":\"otp\"}")
                .post("/v1/sender-ids")
                .then()
                .statusCode(409);
        account.asks(Role.ADMIN)
                .contentType(ContentType.JSON)
                .body("{\"sender\":\"X1\",\"route\":\"otp\",\"countries\":[\"IN\",\"XX\"]}")
                .post("/v1/sender-ids")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/countries/1"));
        account.sends()
                .body("{\"sender\":\"X1\",\"route\":\"otp\"}")
                .post("/v1/sender-ids")
                .then()
                .statusCode(403);
        account.reads()
                .get("/v1/sender-ids")
                .then()
                .body("items.sender", contains("ACME", "RPLDMO", "56161"))
                .body("items[1].countries", contains("IN"));
    }

    @Test
    void aTextIsAnalysed() {
        account.reads()
                .contentType(ContentType.JSON)
                .body("{\"text\":\"₹ 500 off\"}")
                .post("/v1/sms-text/analysis")
                .then()
                .statusCode(200)
                .body("encoding", equalTo("UCS-2"))
                .body("segments", equalTo(1))
                .body("units", equalTo(9))
                .body("remaining", equalTo(61))
                .body("forcing[0].char", equalTo("₹"))
                .body("forcing[0].offset", equalTo(0))
                .body("forcing[0].suggestion", equalTo("Rs."));
        account.reads()
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/sms-text/analysis")
                .then()
                .statusCode(422);
    }
}
