package zoom

import (
	"strings"
	"sync"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/recurrence"
	"github.com/libmeet/meeting/provider"
)

// zones is Zoom's list of time zones (contracts/zoom.md B3; read from the
// enumeration of ZoomNet, a client of the same API), each followed by those that it
// does not list and whose clocks show the same from 2025 to 2040, links of the zone
// database first. What Zoom does with others is not known. CET and SST, which it
// lists too, name no place.
const zones = `
Africa/Algiers: Africa/Bangui: Africa/Brazzaville Africa/Douala Africa/Kinshasa Africa/Lagos Africa/Libreville Africa/Luanda
Africa/Malabo Africa/Ndjamena Africa/Niamey Africa/Porto-Novo Etc/GMT-1 Africa/Cairo: Egypt Africa/Casablanca:
Africa/El_Aaiun Africa/Djibouti: Africa/Harare: Africa/Johannesburg: Africa/Blantyre Africa/Bujumbura Africa/Gaborone
Africa/Juba Africa/Kigali Africa/Lubumbashi Africa/Lusaka Africa/Maputo Africa/Maseru Africa/Mbabane Africa/Windhoek
Etc/GMT-2 Europe/Kaliningrad Africa/Khartoum: Africa/Mogadishu: Africa/Nairobi: Africa/Addis_Ababa Africa/Asmara
Africa/Asmera Africa/Dar_es_Salaam Africa/Kampala Africa/Nouakchott: Africa/Abidjan Africa/Accra Africa/Bamako Africa/Banjul
Africa/Bissau Africa/Conakry Africa/Dakar Africa/Freetown Africa/Lome Africa/Monrovia Africa/Ouagadougou Africa/Sao_Tome
Africa/Timbuktu Africa/Tripoli: Libya Africa/Tunis: America/Anchorage: America/Juneau America/Metlakatla America/Nome
America/Sitka America/Yakutat US/Alaska America/Araguaina: America/Argentina/Buenos_Aires: America/Buenos_Aires
America/Bogota: America/Caracas: America/Chicago: America/Indiana/Knox America/Indiana/Tell_City America/Knox_IN
America/Matamoros America/Menominee America/North_Dakota/Beulah America/North_Dakota/Center America/North_Dakota/New_Salem
America/Ojinaga America/Rankin_Inlet America/Resolute US/Central US/Indiana-Starke America/Costa_Rica: America/Belize
Etc/GMT+6 Pacific/Galapagos America/Denver: America/Boise America/Cambridge_Bay America/Ciudad_Juarez America/Inuvik
America/Shiprock Navajo US/Mountain America/Edmonton: America/Yellowknife Canada/Mountain America/El_Salvador:
America/Godthab: America/Nuuk America/Scoresbysund America/Guatemala: America/Halifax: America/Glace_Bay America/Goose_Bay
America/Moncton America/Thule Atlantic/Bermuda America/Indianapolis: America/Fort_Wayne America/Indiana/Indianapolis
US/East-Indiana America/Lima: America/Los_Angeles: US/Pacific America/Managua: America/Mazatlan: Mexico/BajaSur
America/Mexico_City: America/Bahia_Banderas America/Chihuahua America/Merida America/Monterrey Mexico/General
America/Montevideo: America/Montreal: America/Nipigon America/Thunder_Bay America/Toronto Canada/Eastern America/New_York:
America/Detroit America/Grand_Turk America/Indiana/Marengo America/Indiana/Petersburg America/Indiana/Vevay
America/Indiana/Vincennes America/Indiana/Winamac America/Iqaluit America/Kentucky/Louisville America/Kentucky/Monticello
America/Louisville America/Nassau America/Pangnirtung America/Port-au-Prince US/Eastern US/Michigan America/Panama:
America/Atikokan America/Cancun America/Cayman America/Coral_Harbour America/Eirunepe America/Guayaquil America/Jamaica
America/Porto_Acre America/Rio_Branco Brazil/Acre Etc/GMT+5 Jamaica America/Phoenix: America/Creston America/Dawson
America/Dawson_Creek America/Fort_Nelson America/Hermosillo America/Whitehorse Canada/Yukon Etc/GMT+7 US/Arizona
America/Puerto_Rico: America/Anguilla America/Antigua America/Aruba America/Barbados America/Blanc-Sablon America/Boa_Vista
America/Campo_Grande America/Cuiaba America/Curacao America/Dominica America/Grenada America/Guadeloupe America/Guyana
America/Kralendijk America/La_Paz America/Lower_Princes America/Manaus America/Marigot America/Martinique America/Montserrat
America/Port_of_Spain America/Porto_Velho America/Santo_Domingo America/St_Barthelemy America/St_Kitts America/St_Lucia
America/St_Thomas America/St_Vincent America/Tortola America/Virgin Brazil/West Etc/GMT+4 America/Regina:
America/Swift_Current Canada/Saskatchewan America/Santiago: Chile/Continental America/Sao_Paulo: America/Argentina/Catamarca
America/Argentina/ComodRivadavia America/Argentina/Cordoba America/Argentina/Jujuy America/Argentina/La_Rioja
America/Argentina/Mendoza America/Argentina/Rio_Gallegos America/Argentina/Salta America/Argentina/San_Juan
America/Argentina/San_Luis America/Argentina/Tucuman America/Argentina/Ushuaia America/Asuncion America/Bahia America/Belem
America/Catamarca America/Cayenne America/Cordoba America/Coyhaique America/Fortaleza America/Jujuy America/Maceio
America/Mendoza America/Paramaribo America/Punta_Arenas America/Recife America/Rosario America/Santarem Antarctica/Palmer
Antarctica/Rothera Atlantic/Stanley Brazil/East Etc/GMT+3 America/St_Johns: Canada/Newfoundland America/Tegucigalpa:
America/Tijuana: America/Ensenada America/Santa_Isabel Mexico/BajaNorte America/Vancouver: Canada/Pacific America/Winnipeg:
America/Rainy_River Canada/Central Asia/Aden: Asia/Almaty: Asia/Amman: Asia/Baghdad: Asia/Bahrain: Asia/Baku: Asia/Bangkok:
Antarctica/Davis Asia/Barnaul Asia/Hovd Asia/Novokuznetsk Asia/Phnom_Penh Asia/Pontianak Asia/Tomsk Asia/Vientiane Etc/GMT-7
Indian/Christmas Asia/Beirut: Asia/Calcutta: Asia/Dacca: Asia/Damascus: Asia/Dhaka: Asia/Bishkek Asia/Kashgar Asia/Omsk
Asia/Thimbu Asia/Thimphu Asia/Urumqi Etc/GMT-6 Indian/Chagos Asia/Dubai: Asia/Tbilisi Asia/Yerevan Etc/GMT-4 Europe/Astrakhan
Europe/Samara Europe/Saratov Europe/Ulyanovsk Indian/Mahe Indian/Mauritius Indian/Reunion Asia/Hong_Kong: Hongkong
Asia/Irkutsk: Asia/Jakarta: Asia/Jerusalem: Asia/Tel_Aviv Israel Asia/Kabul: Asia/Kamchatka: Asia/Anadyr Etc/GMT-12 Kwajalein
Asia/Kathmandu: Asia/Katmandu Asia/Kolkata: Asia/Colombo Asia/Krasnoyarsk: Asia/Kuala_Lumpur: Asia/Kuwait: Asia/Magadan:
Asia/Sakhalin Asia/Srednekolymsk Etc/GMT-11 Asia/Manila: Asia/Muscat: Asia/Nicosia: Asia/Famagusta Europe/Nicosia
Asia/Novosibirsk: Asia/Qatar: Asia/Riyadh: Indian/Antananarivo Indian/Comoro Indian/Mayotte Asia/Saigon: Asia/Ho_Chi_Minh
Asia/Seoul: ROK Asia/Shanghai: Antarctica/Casey Asia/Brunei Asia/Choibalsan Asia/Chongqing Asia/Chungking Asia/Harbin
Asia/Kuching Asia/Macao Asia/Macau Asia/Makassar Asia/Ujung_Pandang Asia/Ulaanbaatar Asia/Ulan_Bator Etc/GMT-8 PRC
Asia/Singapore: Singapore Asia/Taipei: ROC Asia/Tashkent: Antarctica/Mawson Antarctica/Vostok Asia/Aqtau Asia/Aqtobe
Asia/Ashgabat Asia/Ashkhabad Asia/Atyrau Asia/Dushanbe Asia/Karachi Asia/Oral Asia/Qostanay Asia/Qyzylorda Asia/Samarkand
Etc/GMT-5 Indian/Kerguelen Indian/Maldives Asia/Tehran: Iran Asia/Tokyo: Asia/Chita Asia/Dili Asia/Jayapura Asia/Khandyga
Asia/Pyongyang Etc/GMT-9 Japan Pacific/Palau Asia/Vladivostok: Asia/Ust-Nera Asia/Yakutsk: Asia/Yekaterinburg:
Atlantic/Azores: Atlantic/Cape_Verde: Etc/GMT+1 Atlantic/Reykjavik: Atlantic/St_Helena Australia/Adelaide:
Australia/Broken_Hill Australia/South Australia/Yancowinna Australia/Brisbane: Australia/Lindeman Australia/Queensland
Etc/GMT-10 Australia/Darwin: Australia/North Australia/Hobart: Australia/Currie Australia/Tasmania Australia/Perth:
Australia/West Australia/Sydney: Antarctica/Macquarie Australia/ACT Australia/Canberra Australia/Melbourne Australia/NSW
Australia/Victoria Canada/Atlantic: Etc/Greenwich: Etc/GMT Etc/GMT+0 Etc/GMT-0 Etc/GMT0 GMT Greenwich Europe/Amsterdam:
Europe/Athens: Europe/Riga Europe/Tallinn Europe/Vilnius Europe/Belgrade: Europe/Podgorica Europe/Berlin: Africa/Ceuta
Arctic/Longyearbyen Atlantic/Jan_Mayen Europe/Andorra Europe/Gibraltar Europe/Ljubljana Europe/Malta Europe/Monaco
Europe/Sarajevo Europe/Skopje Europe/Tirane Europe/Vaduz Europe/Zagreb Europe/Brussels: Europe/Bucharest: Europe/Budapest:
Europe/Copenhagen: Europe/Dublin: Eire Europe/Helsinki: Europe/Mariehamn Europe/Istanbul: Asia/Istanbul Turkey Europe/Kiev:
Europe/Kyiv Europe/Uzhgorod Europe/Zaporozhye Europe/Lisbon: Portugal Europe/London: Atlantic/Canary Atlantic/Faeroe
Atlantic/Faroe Atlantic/Madeira Europe/Belfast Europe/Guernsey Europe/Isle_of_Man Europe/Jersey GB Europe/Luxembourg:
Europe/Madrid: Europe/Moscow: Antarctica/Syowa Etc/GMT-3 Europe/Kirov Europe/Minsk Europe/Simferopol Europe/Volgograd
Europe/Oslo: Europe/Paris: Europe/Prague: Europe/Bratislava Europe/Rome: Europe/San_Marino Europe/Vatican Europe/Sofia:
Europe/Stockholm: Europe/Vienna: Europe/Warsaw: Poland Europe/Zurich: Europe/Busingen Pacific/Apia: Etc/GMT-13
Pacific/Enderbury Pacific/Fakaofo Pacific/Kanton Pacific/Tongatapu Pacific/Auckland: Antarctica/McMurdo Antarctica/South_Pole
NZ Pacific/Fiji: Pacific/Funafuti Pacific/Kwajalein Pacific/Majuro Pacific/Nauru Pacific/Tarawa Pacific/Wake Pacific/Wallis
Pacific/Honolulu: Etc/GMT+10 Pacific/Johnston Pacific/Rarotonga Pacific/Tahiti US/Hawaii Pacific/Midway: Etc/GMT+11
Pacific/Niue Pacific/Noumea: Pacific/Bougainville Pacific/Efate Pacific/Guadalcanal Pacific/Kosrae Pacific/Pohnpei
Pacific/Ponape Pacific/Pago_Pago: Pacific/Samoa US/Samoa Pacific/Port_Moresby: Antarctica/DumontDUrville Pacific/Chuuk
Pacific/Guam Pacific/Saipan Pacific/Truk Pacific/Yap UTC: America/Danmarkshavn Etc/UCT Etc/UTC Etc/Universal Etc/Zulu Iceland
UCT Universal Zulu
`

// listedZone returns the zone of Zoom's list whose clocks show the same.
func listedZone(zone meeting.Zone) (meeting.Zone, bool) {
	listed, ok := listedZones()[zone]
	return listed, ok
}

// listedZones is the list by zone, read when it is first asked for.
var listedZones = sync.OnceValue(func() map[meeting.Zone]meeting.Zone {
	all := map[meeting.Zone]meeting.Zone{}
	listed := meeting.Zone("")
	for name := range strings.FieldsSeq(zones) {
		first, isListed := strings.CutSuffix(name, ":")
		if isListed {
			listed = meeting.Zone(first)
		}
		all[meeting.Zone(first)] = listed
	}
	return all
})

// zoneLosses reports a zone that Zoom has no equal of. The instant stays what it is;
// a series would move with another zone's clocks.
func zoneLosses(req meeting.CreateRequest) []meeting.Loss {
	if _, ok := listedZone(req.Zone); ok || req.Zone == "" {
		return nil
	}
	const reason = "Zoom lists no time zone with the same clocks"
	losses := []meeting.Loss{{Field: "time_zone", Wanted: string(req.Zone), Severity: meeting.Note, Reason: reason}}
	if !req.Recurrence.IsZero() {
		losses = append(losses, meeting.Loss{Field: "recurrence", Wanted: req.Recurrence.String(), Severity: meeting.Refuse, Reason: reason})
	}
	return losses
}

// losses are what no table of members can tell.
func losses(req meeting.CreateRequest) []meeting.Loss {
	found := zoneLosses(req)
	if len(found) == 0 {
		found = recurrence.Losses(recurrence.ToZoom)(req)
	}
	if s := req.Settings; s.WaitingRoom == meeting.On && s.JoinBeforeHost == meeting.On {
		found = append(found, meeting.Loss{Field: string(provider.FieldJoinBeforeHost), Wanted: "true", Got: "false", Severity: meeting.Warn,
			Reason: "a waiting room turns it off"}) // contracts/zoom.md B3
	}
	return found
}

// asked puts the zone that was asked for in place of its equal in Zoom's list.
func asked(m meeting.Meeting, zone meeting.Zone) meeting.Meeting {
	if listed, ok := listedZone(zone); ok && m.Zone == listed {
		m.Zone = zone
	}
	return m
}
