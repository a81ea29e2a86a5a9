package main

import (
	"bytes"
	"fmt"
)

// createAnswer is the answer of Zoom's own documentation to a create, about 3 KB,
// with plausible values where the document has generator errors (contracts/zoom.md
// A3, A4).
const createAnswer = `{"assistant_id":"kFFvsJc-Q1OSxaJQLvaa_A","host_email":"jchill@example.com","id":92674392836,` +
	`"registration_url":"https://example.com/meeting/register/7ksAkRCoEpt1Jm0wa-E6lICLur9e7Lde5oW6","agenda":"My Meeting",` +
	`"created_at":"2022-03-25T07:29:29Z","duration":60,"h323_password":"123456","join_url":"https://example.com/j/11111",` +
	`"occurrences":[{"duration":60,"occurrence_id":"1648194360000","start_time":"2022-03-25T07:46:00Z","status":"available"},` +
	`{"duration":60,"occurrence_id":"1648280760000","start_time":"2022-03-26T07:46:00Z","status":"available"}],` +
	`"password":"123456","pmi":"97891943927","pre_schedule":false,"recurrence":{"type":1,"end_date_time":"2022-04-02T15:59:00Z",` +
	`"end_times":7,"monthly_day":1,"monthly_week":1,"monthly_week_day":1,"repeat_interval":1,"weekly_days":"1"},` +
	`"settings":{"allow_multiple_devices":true,"alternative_hosts":"jchill@example.com;thill@example.com",` +
	`"alternative_hosts_email_notification":true,"alternative_host_update_polls":true,"approval_type":0,` +
	`"approved_or_denied_countries_or_regions":{"approved_list":["CX"],"denied_list":["CA"],"enable":true,"method":"approve"},` +
	`"audio":"telephony","authentication_domains":"example.com","authentication_exception":[{"email":"jchill@example.com",` +
	`"name":"Jill Chill","join_url":"https://example.com/s/11111"}],"authentication_name":"Sign in to Zoom",` +
	`"authentication_option":"signIn_D8cJuqWVQ623CI4Q8yQK0Q","auto_recording":"cloud","breakout_room":{"enable":true,` +
	`"rooms":[{"name":"room1","participants":["jchill@example.com"]}]},"calendar_type":1,"close_registration":false,` +
	`"cn_meeting":false,"contact_email":"jchill@example.com","contact_name":"Jill Chill","custom_keys":[{"key":"key1",` +
	`"value":"value1"}],"email_notification":true,"encryption_type":"enhanced_encryption","enforce_login":true,` +
	`"enforce_login_domains":"example.com","focus_mode":true,"global_dial_in_countries":["US"],"global_dial_in_numbers":[` +
	`{"city":"New York","country":"US","country_name":"US","number":"+1 1000200200","type":"toll"}],"host_video":true,` +
	`"in_meeting":false,"jbh_time":0,"join_before_host":true,"language_interpretation":{"enable":true,"interpreters":[` +
	`{"email":"interpreter@example.com","languages":"US,FR"}]},"meeting_authentication":true,"mute_upon_entry":false,` +
	`"participant_video":false,"private_meeting":false,"registrants_confirmation_email":true,` +
	`"registrants_email_notification":true,"registration_type":1,"show_share_button":true,"use_pmi":false,` +
	`"waiting_room":false,"watermark":false},"start_time":"2022-03-25T07:29:29Z","start_url":"https://example.com/s/11111",` +
	`"timezone":"America/Los_Angeles","topic":"My Meeting","tracking_fields":[{"field":"field1","value":"value1",` +
	`"visible":true}],"type":2}`

const (
	meetingID  = "92674392836"
	listSize   = 300    // meetings on a page
	peopleSize = 10_000 // participants, 300 a page
)

// listAnswer is a page of meetings, about 100 KB.
func listAnswer() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `{"page_count":1,"page_number":1,"page_size":%d,"total_records":%d,"next_page_token":"","meetings":[`, listSize, listSize)
	for i := range listSize {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"uuid":"aDYlohsHRtCd4ii1uC2+h%02d==","id":%d,"host_id":"30R7kT7bTIKSNUFEuH_Qlg","topic":"Weekly planning %d",`+
			`"type":2,"start_time":"2027-03-%02dT%02d:30:00Z","duration":45,"timezone":"Europe/Berlin",`+
			`"agenda":"What was done, what is next, what is in the way","created_at":"2026-11-20T08:15:00Z","join_url":"https://example.com/j/%d"}`,
			i%100, 92674392836+i, i, 1+i%28, i%24, 92674392836+i)
	}
	b.WriteString(`]}`)
	return b.Bytes()
}

// peoplePage is page n of the participants, and whether it is the last.
func peoplePage(n int) []byte {
	from, to := n*listSize, min((n+1)*listSize, peopleSize)
	var b bytes.Buffer
	token := ""
	if to < peopleSize {
		token = fmt.Sprintf("page-%d", n+1)
	}
	fmt.Fprintf(&b, `{"next_page_token":%q,"page_count":34,"page_size":%d,"total_records":%d,"participants":[`, token, listSize, peopleSize)
	for i := from; i < to; i++ {
		if i > from {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"8b29rgg4bQ2Rr9bg5oJr%d","user_id":"%d","name":"Participant %d","user_email":"p%d@example.com",`+
			`"registrant_id":"_f08HhPJS82MIVLuuFaJ%d","failover":false,"join_time":"2026-02-01T12:34:12Z",`+
			`"leave_time":"2026-02-01T12:54:12Z","duration":1200,"status":"in_meeting","internal_user":false}`,
			i, 16778240+i, i, i, i)
	}
	b.WriteString(`]}`)
	return b.Bytes()
}

func peoplePages() map[string][]byte {
	pages := map[string][]byte{}
	for n := range (peopleSize + listSize - 1) / listSize {
		token := ""
		if n > 0 {
			token = fmt.Sprintf("page-%d", n)
		}
		pages[token] = peoplePage(n)
	}
	return pages
}

// createBody is what the hand-written clients send.
const createBody = `{"topic":"My Meeting","type":2,"start_time":"2027-03-25T07:30:00Z","duration":60,"timezone":"America/Los_Angeles",` +
	`"agenda":"My Meeting","settings":{"waiting_room":false,"mute_upon_entry":false,"join_before_host":true,"auto_recording":"cloud"}}`
