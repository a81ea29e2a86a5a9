// Reads calendars with ical.js and prints what it sees: one line for each event.
// See foreign_test.go for the format.
import fs from 'node:fs';
import readline from 'node:readline';
import { pathToFileURL } from 'node:url';

const { default: ICAL } = await import(pathToFileURL(process.argv[2]).href);
const out = [];
for await (const path of readline.createInterface({ input: process.stdin })) {
  let calendar;
  try {
    calendar = new ICAL.Component(ICAL.parse(fs.readFileSync(path, 'utf8')));
  } catch (e) {
    out.push(`${path}|unreadable ${e.message}`);
    continue;
  }
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents('vevent');
  const moved = new Map();
  for (const c of events) {
    if (c.hasProperty('recurrence-id')) moved.set(c.getFirstPropertyValue('uid'), [...(moved.get(c.getFirstPropertyValue('uid')) || []), c]);
  }
  for (const component of events) {
    if (component.hasProperty('recurrence-id')) continue;
    const event = new ICAL.Event(component, { strictExceptions: true, exceptions: moved.get(component.getFirstPropertyValue('uid')) || [] });
    const start = component.getFirstProperty('dtstart');
    const instants = [];
    if (component.hasProperty('rrule')) {
      const all = event.iterator();
      for (let t = all.next(); t; t = all.next()) instants.push(' ' + event.getOccurrenceDetails(t).startDate.toUnixTime());
    }
    out.push([path, event.uid, start.getParameter('tzid') || '', event.startDate.toUnixTime(), event.endDate.toUnixTime(), event.summary.replaceAll('\n', '/'), instants.join('')].join('|'));
  }
}
process.stdout.write(out.join('\n') + '\n');
