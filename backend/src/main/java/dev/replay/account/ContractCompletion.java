package dev.replay.account;

import dev.replay.http.Cursor;
import dev.replay.http.Idempotent;
import dev.replay.http.Limit;
import dev.replay.http.Problem;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the contract what holds for every operation and is known without its author: who may call it (from
 * {@link Requires}), the idempotency key (from {@link Idempotent}), and the problems that the filters, the reader of the
 * body and the database answer with. What an operation documents by itself stays; a problem of its own that names its
 * slugs in the description gets schema and examples.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ContractCompletion implements OASFilter {
    private static final String PROBLEM = "application/problem+json";
    private static final DotName requires = DotName.createSimple(Requires.class);
    private static final DotName idempotent = DotName.createSimple(Idempotent.class);
    private static final DotName named =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.Operation.class);
    private static final List<DotName> verbs = List.of(
            DotName.createSimple(jakarta.ws.rs.GET.class),
            DotName.createSimple(jakarta.ws.rs.POST.class),
            DotName.createSimple(jakarta.ws.rs.PUT.class),
            DotName.createSimple(jakarta.ws.rs.PATCH.class),
            DotName.createSimple(jakarta.ws.rs.DELETE.class));

    private static final List<String> schemes = List.of("api-key", "bearer", "session");

    private static final DotName nullable = DotName.createSimple(Nullable.class);
    private static final DotName schemaNamed =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.media.Schema.class);

    private final IndexView index;
    private final Map<String, MethodInfo> methods = new HashMap<>();

    public ContractCompletion(IndexView index) {
        this.index = index;
        for (DotName verb : verbs) {
            for (AnnotationInstance verbed : index.getAnnotations(verb)) {
                MethodInfo method = verbed.target().asMethod();
                AnnotationInstance operation = method.annotation(named);
                boolean hasId = operation != null && operation.value("operationId") != null;
                methods.put(hasId ? operation.value("operationId").asString() : method.name(), method);
            }
        }
    }

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        contract.setInfo(OASFactory.createInfo()
                .title("Replay")
                .version("1.0.0")
                .description("Sends SMS campaigns, knows what became of every message, and replays a closed campaign to"
                        + " the recipients whose delivery status says so."));
        contract.setServers(List.of(OASFactory.createServer().url("/").description("Where this contract is served")));
        if (contract.getComponents() == null) contract.setComponents(OASFactory.createComponents());
        index.getKnownClasses().stream()
                .filter(shape -> shape.name().packagePrefix().startsWith("dev.replay"))
                .sorted(Comparator.comparing(ClassInfo::name))
                .forEach(shape -> tellWhatMayBeNull(contract, shape));
        describeProblem(contract);
        describeAccess(contract);
        for (Common common : Common.values()) contract.getComponents().addResponse(common.ref, common.response());
        contract.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations().forEach((verb, operation) -> complete(path, verb, operation)));
    }

    /** A component of a record is always there, unless it is marked {@link Nullable}: the same word that the code uses. */
    private static void tellWhatMayBeNull(OpenAPI contract, ClassInfo shape) {
        AnnotationInstance annotation = shape.declaredAnnotation(schemaNamed);
        boolean named = annotation != null && annotation.value("name") != null;
        String name = named ? annotation.value("name").asString() : shape.simpleName();
        Schema schema = contract.getComponents().getSchemas() == null
                ? null
                : contract.getComponents().getSchemas().get(name);
        if (schema == null || schema.getProperties() == null) return;
        Map<String, Schema> properties = new LinkedHashMap<>(schema.getProperties());
        for (FieldInfo field : shape.fieldsInDeclarationOrder()) {
            Schema property = properties.get(field.name());
            if (property == null) continue;
            boolean required =
                    schema.getRequired() != null && schema.getRequired().contains(field.name());
            boolean mayBeNull = field.type().hasAnnotation(nullable);
            if (shape.isRecord() && !mayBeNull && !required) schema.addRequired(field.name());
            // Required and nullable is a request's field whose absence the code refuses by itself.
            if (mayBeNull && !required) properties.put(field.name(), orNull(property));
        }
        schema.setProperties(properties);
    }

    private static Schema orNull(Schema property) {
        Schema nothing = OASFactory.createSchema().addType(Schema.SchemaType.NULL);
        if (property.getRef() != null) {
            return OASFactory.createSchema().addAnyOf(property).addAnyOf(nothing);
        }
        if (property.getType() != null && !property.getType().contains(Schema.SchemaType.NULL)) {
            property.addType(Schema.SchemaType.NULL);
            if (property.getEnumeration() != null) property.addEnumeration(null);
        }
        return property;
    }

    private static void describeProblem(OpenAPI contract) {
        Schema errors = OASFactory.createSchema()
                .addType(Schema.SchemaType.ARRAY)
                .description("What is wrong, and where")
                .items(OASFactory.createSchema()
                        .addType(Schema.SchemaType.OBJECT)
                        .addRequired("pointer")
                        .addRequired("detail")
                        .addProperty("pointer", string("RFC 6901, into the request's body"))
                        .addProperty("detail", string("What is wrong there")));
        contract.getComponents()
                .addSchema(
                        "Problem",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.OBJECT)
                                .description("RFC 9457. Some problems have members of their own beside these.")
                                .required(List.of("type", "title", "status", "detail", "instance"))
                                .addProperty(
                                        "type",
                                        string("A page that explains it").format("uri-reference"))
                                .addProperty("title", string("The kind of problem, always in the same words"))
                                .addProperty(
                                        "status",
                                        OASFactory.createSchema()
                                                .addType(Schema.SchemaType.INTEGER)
                                                .description("The HTTP status"))
                                .addProperty("detail", string("What happened this time"))
                                .addProperty("instance", string("The path that was asked for"))
                                .addProperty("errors", errors)
                                .additionalPropertiesBoolean(true));
    }

    private static void describeAccess(OpenAPI contract) {
        contract.getComponents()
                .addSecurityScheme(
                        "api-key",
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.HEADER)
                                .name("api-key")
                                .description("A key of POST /v1/api-keys"))
                .addSecurityScheme(
                        "bearer",
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("The same key"))
                .addSecurityScheme(
                        "session",
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.COOKIE)
                                .name("replay-session")
                                .description("Of POST /v1/session; for pages of this origin"));
        contract.setSecurity(schemes.stream()
                .map(s -> OASFactory.createSecurityRequirement().addScheme(s))
                .toList());
    }

    private void complete(String path, PathItem.HttpMethod verb, Operation operation) {
        MethodInfo method = methods.get(operation.getOperationId());
        AnnotationInstance needed = method == null ? null : needed(method);
        boolean once = method != null && method.hasAnnotation(idempotent);
        APIResponses responses = operation.getResponses();
        // The framework adds it to whatever reads a body, without a word about it; ours says more.
        APIResponse unread = responses.getAPIResponse("400");
        if (unread != null && "Bad Request".equals(unread.getDescription())) responses.removeAPIResponse("400");
        responses.getAPIResponses().forEach(ContractCompletion::completeProblem);
        if (operation.getParameters() != null) operation.getParameters().forEach(ContractCompletion::exemplify);
        add(responses, Common.BAD_REQUEST);
        if (needed == null) {
            operation.setSecurity(List.of());
        } else {
            describe(operation, access(needed));
            add(responses, Common.UNAUTHENTICATED);
            add(responses, Common.FORBIDDEN);
        }
        if (path.contains("{")) add(responses, Common.NOT_FOUND);
        add(responses, Common.NOT_ACCEPTABLE);
        add(responses, Common.ADDRESS_TOO_LONG);
        add(responses, Common.HEADERS_TOO_LARGE);
        // Also where no body is needed: one that comes all the same is held to the type.
        if (verb == PathItem.HttpMethod.POST) add(responses, Common.UNSUPPORTED_MEDIA_TYPE);
        if (operation.getRequestBody() != null) {
            add(responses, Common.TOO_LARGE);
            add(responses, Common.UNSUPPORTED_MEDIA_TYPE);
            add(responses, Common.REFUSED_CONTENT);
        }
        if (once) offerKey(operation);
        add(responses, Common.INTERNAL_ERROR);
        add(responses, Common.UNAVAILABLE);
        // A map in the order of the statuses reads better than one in the order of the annotations.
        Map<String, APIResponse> ordered = new LinkedHashMap<>();
        responses.getAPIResponses().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> ordered.put(e.getKey(), e.getValue()));
        responses.setAPIResponses(ordered);
    }

    private static void exemplify(Parameter parameter) {
        if (parameter.getExample() != null) return;
        switch (parameter.getName()) {
            case "cursor" -> parameter.setExample(Cursor.of(123L));
            case "limit" -> parameter.setExample(Limit.USUAL);
            default -> {}
        }
    }

    private static @Nullable AnnotationInstance needed(MethodInfo method) {
        AnnotationInstance own = method.annotation(requires);
        ClassInfo resource = method.declaringClass();
        return own != null ? own : resource.declaredAnnotation(requires);
    }

    private static String access(AnnotationInstance needed) {
        boolean operator =
                needed.value("operator") != null && needed.value("operator").asBoolean();
        String role = Role.valueOf(needed.value().asEnum()).slug();
        return operator ? "For the installation's operator alone." : "Needs the role `" + role + "`.";
    }

    private static void describe(Operation operation, String sentence) {
        String before = operation.getDescription();
        operation.setDescription(before == null || before.isBlank() ? sentence : before.strip() + " " + sentence);
    }

    private static void add(APIResponses responses, Common common) {
        String status = String.valueOf(common.problems[0].status());
        if (responses.getAPIResponse(status) == null) {
            responses.addAPIResponse(status, OASFactory.createAPIResponse().ref(common.ref));
        }
    }

    private static void offerKey(Operation operation) {
        operation.addParameter(OASFactory.createParameter()
                .name("Idempotency-Key")
                .in(Parameter.In.HEADER)
                .required(false)
                .description("Repeats of the same request within 24 hours get the first answer again")
                .schema(string("1 to 255 visible characters").minLength(1).maxLength(255))
                .example("5d0c9f5e-7f3b-4a53-9e0b-6a1f2b6f1c55"));
        APIResponses responses = operation.getResponses();
        responses.getAPIResponses().forEach((status, response) -> {
            if (!status.startsWith("2")) return;
            Header replayed = OASFactory.createHeader()
                    .description("`true` where this is the first answer again")
                    .schema(string("`true`"));
            response.addHeader("Idempotent-Replayed", replayed);
        });
        extend(responses, Common.REQUEST_IN_PROGRESS, Problem.REQUEST_IN_PROGRESS);
        extend(responses, Common.REFUSED_CONTENT, Problem.IDEMPOTENCY_KEY_REUSED);
    }

    /** A status that the operation documents by itself tells of the key's problem too. */
    private static void extend(APIResponses responses, Common common, Problem problem) {
        APIResponse own = responses.getAPIResponse(String.valueOf(problem.status()));
        if (own == null || own.getRef() != null) {
            add(responses, common);
            return;
        }
        String told = own.getDescription() == null ? "" : own.getDescription();
        if (!told.contains(problem.slug())) own.setDescription(told + "; " + problem.slug());
    }

    /** Of a 4xx or 5xx that an operation's author documents: the media type, the schema, and examples of the slugs named. */
    private static void completeProblem(String status, APIResponse response) {
        if (response.getRef() != null || !(status.startsWith("4") || status.startsWith("5"))) return;
        if (response.getContent() == null) response.setContent(OASFactory.createContent());
        Content content = response.getContent();
        if (content.getMediaType(PROBLEM) == null) content.addMediaType(PROBLEM, OASFactory.createMediaType());
        MediaType problem = content.getMediaType(PROBLEM);
        if (problem.getSchema() == null) problem.setSchema(problemSchema());
        if (problem.getExample() != null) return;
        if (problem.getExamples() != null && !problem.getExamples().isEmpty()) return;
        String told = response.getDescription() == null ? "" : response.getDescription();
        for (Problem p : Problem.values()) {
            boolean here = String.valueOf(p.status()).equals(status) && told.contains(p.slug());
            if (here) problem.addExample(p.slug(), OASFactory.createExample().value(example(p)));
        }
    }

    private static Schema string(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
    }

    private static Schema problemSchema() {
        return OASFactory.createSchema().ref("Problem");
    }

    private static Map<String, Object> example(Problem p) {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("type", "/problems/" + p.slug());
        example.put("title", p.title());
        example.put("status", p.status());
        example.put("detail", p.meaning());
        example.put("instance", "/v1/campaigns/123");
        return example;
    }

    /** The problems that any operation may answer with, each documented once and referred to. */
    private enum Common {
        BAD_REQUEST("BadRequest", Problem.INVALID_PARAMETER, Problem.MALFORMED_REQUEST),
        UNAUTHENTICATED("Unauthenticated", Problem.UNAUTHENTICATED),
        FORBIDDEN("Forbidden", Problem.FORBIDDEN),
        NOT_FOUND("NotFound", Problem.NOT_FOUND),
        NOT_ACCEPTABLE("NotAcceptable", Problem.NOT_ACCEPTABLE),
        REQUEST_IN_PROGRESS("RequestInProgress", Problem.REQUEST_IN_PROGRESS),
        TOO_LARGE("TooLarge", Problem.TOO_LARGE),
        ADDRESS_TOO_LONG("AddressTooLong", Problem.ADDRESS_TOO_LONG),
        UNSUPPORTED_MEDIA_TYPE("UnsupportedMediaType", Problem.UNSUPPORTED_MEDIA_TYPE),
        REFUSED_CONTENT(
                "RefusedContent", Problem.INVALID_REQUEST, Problem.UNKNOWN_FIELD, Problem.IDEMPOTENCY_KEY_REUSED),
        HEADERS_TOO_LARGE("HeadersTooLarge", Problem.HEADERS_TOO_LARGE),
        INTERNAL_ERROR("InternalError", Problem.INTERNAL_ERROR),
        UNAVAILABLE("Unavailable", Problem.UNAVAILABLE);

        private final String ref;
        private final Problem[] problems;

        Common(String ref, Problem... problems) {
            this.ref = ref;
            this.problems = problems;
        }

        APIResponse response() {
            MediaType problem = OASFactory.createMediaType().schema(problemSchema());
            List<String> told = new ArrayList<>();
            for (Problem p : problems) {
                problem.addExample(p.slug(), OASFactory.createExample().value(example(p)));
                told.add(p.slug() + ": " + p.meaning());
            }
            APIResponse response = OASFactory.createAPIResponse()
                    .description(String.join("\n\n", told))
                    .content(OASFactory.createContent().addMediaType(PROBLEM, problem));
            if (this == UNAVAILABLE || this == REQUEST_IN_PROGRESS) {
                response.addHeader(
                        "Retry-After",
                        OASFactory.createHeader()
                                .description("Seconds to wait")
                                .schema(OASFactory.createSchema().addType(Schema.SchemaType.INTEGER)));
            }
            if (this == UNAUTHENTICATED) {
                response.addHeader(
                        "WWW-Authenticate",
                        OASFactory.createHeader()
                                .description("How to authenticate")
                                .schema(string("A challenge of RFC 9110")));
            }
            return response;
        }
    }
}
