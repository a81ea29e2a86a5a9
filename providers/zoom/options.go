package zoom

import "encoding/json"

// Options is Zoom's own request, member by member (contracts/zoom.md A2), for
// [meeting.CreateRequest.Native]. Members left nil or empty are not sent; false
// and 0 are sent through the pointers.
type Options struct {
	Type            int             `json:"type,omitempty"` // 1 instant, 2 scheduled, 3 recurring without a fixed time, 8 recurring; others as Zoom has them
	Agenda          string          `json:"agenda,omitempty"`
	DefaultPassword *bool           `json:"default_password,omitempty"`
	Duration        int             `json:"duration,omitempty"` // minutes
	Password        string          `json:"password,omitempty"`
	PreSchedule     *bool           `json:"pre_schedule,omitempty"`
	Recurrence      *Recurrence     `json:"recurrence,omitempty"`
	ScheduleFor     string          `json:"schedule_for,omitempty"`
	Settings        *Settings       `json:"settings,omitempty"`
	StartTime       string          `json:"start_time,omitempty"`
	TemplateID      string          `json:"template_id,omitempty"`
	Timezone        string          `json:"timezone,omitempty"`
	Topic           string          `json:"topic,omitempty"`
	TrackingFields  []TrackingField `json:"tracking_fields,omitempty"`
}

// typeNoFixedTime is a series without times: Zoom refuses a rule with it.
const typeNoFixedTime = 3

// Native encodes the options. Type 3 also takes start and recurrence out of the
// body that it is merged over.
func (o Options) Native() (json.RawMessage, error) {
	encoded, err := json.Marshal(o)
	if err != nil || o.Type != typeNoFixedTime {
		return encoded, err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(encoded, &members); err != nil {
		return nil, err
	}
	members["start_time"], members["recurrence"] = json.RawMessage("null"), json.RawMessage("null")
	return json.Marshal(members)
}

// Recurrence is Zoom's rule (contracts/zoom.md B3).
type Recurrence struct {
	Type           int    `json:"type,omitempty"` // 1 daily, 2 weekly, 3 monthly
	RepeatInterval int    `json:"repeat_interval,omitempty"`
	WeeklyDays     string `json:"weekly_days,omitempty"` // "1" is Sunday; "2,4" Monday and Wednesday
	MonthlyDay     int    `json:"monthly_day,omitempty"`
	MonthlyWeek    int    `json:"monthly_week,omitempty"` // -1 is the last
	MonthlyWeekDay int    `json:"monthly_week_day,omitempty"`
	EndTimes       *int   `json:"end_times,omitempty"`
	EndDateTime    string `json:"end_date_time,omitempty"` // UTC
}

// TrackingField is a field that the account's administrator defined.
type TrackingField struct {
	Field string `json:"field"`
	Value string `json:"value,omitempty"`
}

// Settings are Zoom's settings of a meeting.
type Settings struct {
	AdditionalDataCenterRegions       []string                 `json:"additional_data_center_regions,omitempty"`
	AllowMultipleDevices              *bool                    `json:"allow_multiple_devices,omitempty"`
	AlternativeHosts                  string                   `json:"alternative_hosts,omitempty"` // joined with ;
	AlternativeHostsEmailNotification *bool                    `json:"alternative_hosts_email_notification,omitempty"`
	AlternativeHostUpdatePolls        *bool                    `json:"alternative_host_update_polls,omitempty"`
	ApprovalType                      *int                     `json:"approval_type,omitempty"` // 0 automatic, 1 manual, 2 no registration
	CountriesOrRegions                *Countries               `json:"approved_or_denied_countries_or_regions,omitempty"`
	Audio                             string                   `json:"audio,omitempty"` // both, telephony, voip, thirdParty
	AudioConferenceInfo               string                   `json:"audio_conference_info,omitempty"`
	AuthenticationDomains             string                   `json:"authentication_domains,omitempty"`
	AuthenticationException           []AuthenticatedException `json:"authentication_exception,omitempty"`
	AuthenticationOption              string                   `json:"authentication_option,omitempty"`
	AutoRecording                     string                   `json:"auto_recording,omitempty"` // local, cloud, none
	BreakoutRoom                      *BreakoutRooms           `json:"breakout_room,omitempty"`
	CalendarType                      int                      `json:"calendar_type,omitempty"`
	CloseRegistration                 *bool                    `json:"close_registration,omitempty"`
	ContactEmail                      string                   `json:"contact_email,omitempty"`
	ContactName                       string                   `json:"contact_name,omitempty"`
	EmailNotification                 *bool                    `json:"email_notification,omitempty"`
	EncryptionType                    string                   `json:"encryption_type,omitempty"` // enhanced_encryption, e2ee
	FocusMode                         *bool                    `json:"focus_mode,omitempty"`
	GlobalDialInCountries             []string                 `json:"global_dial_in_countries,omitempty"`
	HostSaveVideoOrder                *bool                    `json:"host_save_video_order,omitempty"`
	HostVideo                         *bool                    `json:"host_video,omitempty"`
	JBHTime                           *int                     `json:"jbh_time,omitempty"` // minutes before the start: 0 any time, 5, 10, 15
	JoinBeforeHost                    *bool                    `json:"join_before_host,omitempty"`
	LanguageInterpretation            *Interpretation          `json:"language_interpretation,omitempty"`
	MeetingAuthentication             *bool                    `json:"meeting_authentication,omitempty"`
	MeetingInvitees                   []Invitee                `json:"meeting_invitees,omitempty"`
	MuteUponEntry                     *bool                    `json:"mute_upon_entry,omitempty"`
	ParticipantVideo                  *bool                    `json:"participant_video,omitempty"`
	PrivateMeeting                    *bool                    `json:"private_meeting,omitempty"`
	RegistrantsConfirmationEmail      *bool                    `json:"registrants_confirmation_email,omitempty"`
	RegistrantsEmailNotification      *bool                    `json:"registrants_email_notification,omitempty"`
	RegistrationType                  int                      `json:"registration_type,omitempty"`
	ShowShareButton                   *bool                    `json:"show_share_button,omitempty"`
	UsePMI                            *bool                    `json:"use_pmi,omitempty"`
	WaitingRoom                       *bool                    `json:"waiting_room,omitempty"`
	Watermark                         *bool                    `json:"watermark,omitempty"`
}

// Countries admits or denies participants by country.
type Countries struct {
	Enable       bool     `json:"enable"`
	Method       string   `json:"method,omitempty"` // approve, deny
	ApprovedList []string `json:"approved_list,omitempty"`
	DeniedList   []string `json:"denied_list,omitempty"`
}

// AuthenticatedException is somebody who need not sign in.
type AuthenticatedException struct {
	Email string `json:"email"`
	Name  string `json:"name,omitempty"`
}

// BreakoutRooms assigns people to rooms beforehand.
type BreakoutRooms struct {
	Enable bool   `json:"enable"`
	Rooms  []Room `json:"rooms,omitempty"`
}

// Room is a breakout room; participants are e-mail addresses.
type Room struct {
	Name         string   `json:"name"`
	Participants []string `json:"participants,omitempty"`
}

// Interpretation names the interpreters.
type Interpretation struct {
	Enable       bool          `json:"enable"`
	Interpreters []Interpreter `json:"interpreters,omitempty"`
}

// Interpreter translates between two languages, "US,FR".
type Interpreter struct {
	Email     string `json:"email"`
	Languages string `json:"languages"`
}

// Invitee is one of meeting_invitees.
type Invitee struct {
	Email string `json:"email"`
}
