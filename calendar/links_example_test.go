package calendar_test

import (
	"fmt"

	"github.com/libmeet/meeting/calendar"
)

func ExampleFindLinks() {
	text := `Join: https://us02web.zoom.us/j/91234567890?pwd=aGVsbG8
or https://www.google.com/url?q=https%3A%2F%2Fmeet.google.com%2Fabc-defg-hij&sa=D, not https://zoom.us.evil.example/j/1`
	for _, link := range calendar.FindLinks(text) {
		fmt.Println(link.Vendor, link.ID, link.Role, link.Start, link.End)
	}
	// Output:
	// zoom 91234567890 attendee 6 55
	// google-meet abc-defg-hij attendee 59 137
}
