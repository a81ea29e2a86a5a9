/* Reads calendars with libical, checks them against RFC 5546, and prints what it
   sees: one line for each event. See foreign_test.go for the format. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_instant(icalcomponent *c, struct icaltime_span *span, void *data) {
    (void)c;
    (void)data;
    printf(" %ld", (long)span->start);
}

static char *read_all(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) return NULL;
    fseek(f, 0, SEEK_END);
    long size = ftell(f);
    rewind(f);
    char *text = calloc((size_t)size + 1, 1);
    size_t n = fread(text, 1, (size_t)size, f);
    fclose(f);
    return n == (size_t)size ? text : NULL;
}

static long instant(icalcomponent *event, icalproperty_kind kind, struct icaltimetype t) {
    icalproperty *p = icalcomponent_get_first_property(event, kind);
    icalparameter *tzid = p ? icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER) : NULL;
    const icaltimezone *zone = icaltimezone_get_utc_timezone();
    if (tzid) zone = icalcomponent_get_timezone(icalcomponent_get_parent(event), icalparameter_get_tzid(tzid));
    if (!zone) return -1;
    return (long)icaltime_as_timet_with_zone(t, zone);
}

int main(void) {
    static char path[4096];
    while (fgets(path, sizeof path, stdin)) {
        path[strcspn(path, "\n")] = 0;
        char *text = read_all(path);
        icalcomponent *calendar = text ? icalparser_parse_string(text) : NULL;
        if (!calendar) {
            printf("%s|unreadable\n", path);
            continue;
        }
        for (icalcomponent *e = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); e;
             e = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
            icalproperty *start = icalcomponent_get_first_property(e, ICAL_DTSTART_PROPERTY);
            icalparameter *tzid = start ? icalproperty_get_first_parameter(start, ICAL_TZID_PARAMETER) : NULL;
            struct icaltimetype begin = icalcomponent_get_dtstart(e), end = icalcomponent_get_dtend(e);
            if (icalcomponent_get_first_property(e, ICAL_RECURRENCEID_PROPERTY)) {
                printf("%s|%s|moved|%ld|%ld\n", path, icalcomponent_get_uid(e),
                       instant(e, ICAL_RECURRENCEID_PROPERTY, icalcomponent_get_recurrenceid(e)), instant(e, ICAL_DTSTART_PROPERTY, begin));
                continue;
            }
            const char *title = icalcomponent_get_summary(e);
            printf("%s|%s|%s|%ld|%ld|", path, icalcomponent_get_uid(e), tzid ? icalparameter_get_tzid(tzid) : "",
                   instant(e, ICAL_DTSTART_PROPERTY, begin), instant(e, ICAL_DTEND_PROPERTY, end));
            for (; title && *title; title++) putchar(*title == '\n' ? '/' : *title);
            putchar('|');
            if (icalcomponent_get_first_property(e, ICAL_RRULE_PROPERTY))
                icalcomponent_foreach_recurrence(e, icaltime_from_string("19000101T000000Z"), icaltime_from_string("22000101T000000Z"), print_instant, NULL);
            printf("\n");
        }
        /* last, because the check writes into what it checks */
        printf("%s|%s\n", path, icalrestriction_check(calendar) ? "allowed" : "forbidden");
        icalcomponent_free(calendar);
        free(text);
    }
    return 0;
}
