# Reads calendars with python-icalendar and prints what it sees: one line for each
# event. See foreign_test.go for the format. It expands no rules.
import calendar
import sys

import icalendar


def instant(prop):
    return calendar.timegm(prop.dt.utctimetuple())


for path in sys.stdin.read().splitlines():
    try:
        with open(path, "rb") as f:
            cal = icalendar.Calendar.from_ical(f.read())
    except ValueError as e:
        print("%s|unreadable %s" % (path, e))
        continue
    for event in cal.walk("VEVENT"):
        if "RECURRENCE-ID" in event:
            continue
        start = event["DTSTART"]
        print("|".join([path, str(event["UID"]), start.params.get("TZID", ""), str(instant(start)), str(instant(event["DTEND"])), str(event.get("SUMMARY", "")).replace("\n", "/"), ""]))
