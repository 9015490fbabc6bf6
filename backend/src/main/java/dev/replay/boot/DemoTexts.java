package dev.replay.boot;

import java.util.List;

/** What the demo's business says: in the voice of real ones, GSM-7 and Unicode, with variables and without. */
final class DemoTexts {
    /** @param sender the sender ID it belongs to */
    record Text(String name, String sender, String body) {}

    static final String SHOP = "NORDLYS";
    static final String CLINIC = "CASAMED";

    static final List<Text> TEMPLATES = List.of(
            new Text(
                    "Order confirmed",
                    SHOP,
                    "Thanks {name}! Order {order} is confirmed. We write again when it leaves our warehouse. Nordlys"),
            new Text(
                    "Order shipped",
                    SHOP,
                    "Good news {name}: order {order} is on its way and should be with you by {day}. Nordlys"),
            new Text(
                    "Parcel at the locker",
                    SHOP,
                    "Your parcel waits at locker {locker}. Pick-up code {code}, valid for 3 days. Nordlys"),
            new Text(
                    "Cart reminder",
                    SHOP,
                    "{name}, your basket is still here. Finish today and delivery is on us: nordlys.example/basket"),
            new Text(
                    "Loyalty points",
                    SHOP,
                    "Hi {name}, you have {points} points. They are worth a treat until {day}. Nordlys"),
            new Text(
                    "Back in stock",
                    SHOP,
                    "It is back: {product}. First come, first served. nordlys.example. Reply STOP to opt out"),
            new Text(
                    "Seasonal sale",
                    SHOP,
                    "Spring is here: 20% off everything until Sunday. Code SPRING20 at nordlys.example. Reply STOP to opt out"),
            new Text(
                    "Diwali greetings", SHOP, "शुभ दीपावली {name}! इस सप्ताह सभी दीयों पर 15% की छूट। nordlys.example"),
            new Text(
                    "Promemoria visita",
                    CLINIC,
                    "Gentile {name}, le ricordiamo la visita di {day} alle {time}. Per spostarla chiami 02 5550 1234. CasaMed"),
            new Text(
                    "Appointment reminder",
                    CLINIC,
                    "Dear {name}, this is a reminder of your appointment on {day} at {time}. To move it call +39 02 5550 1234. CasaMed"),
            new Text(
                    "Results are ready",
                    CLINIC,
                    "{name}, your results are ready in your CasaMed area. Questions? Answer this message and a nurse calls you back."),
            new Text(
                    "Vaccination call",
                    CLINIC,
                    "È il momento del richiamo 💉 {name}: prenota in farmacia o su casamed.example. Rispondi STOP per non ricevere altri messaggi"));

    private DemoTexts() {}
}
