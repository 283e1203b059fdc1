//! The time zones of the world, from the copy of the IANA database in the binary.

use chrono::TimeDelta;
use domain::{Time, Zone, preferences::ZoneGroup, zone::offset_name};
use jiff::{Timestamp, tz::TimeZone};

/// How far before and after now a zone's changes are looked up.
const REACH: TimeDelta = TimeDelta::days(5 * 366);

/// What a zone is listed under. Left out are names that only old programs know,
/// such as `US/Eastern`.
const REGIONS: [&str; 10] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
];

/// The one zone without a region.
const UTC: &str = "UTC";

/// The zone of a person who chose `name`, as the years around `now` need it.
/// None when there is no such zone.
pub(crate) fn zone(name: &str, now: Time) -> Option<Zone> {
    let zone = TimeZone::get(name).ok()?;
    let from = Timestamp::from_second((now - REACH).timestamp()).ok()?;
    let until = Timestamp::from_second((now + REACH).timestamp()).ok()?;
    let offset = zone.to_offset(from).seconds();
    let mut changes: Vec<_> = zone
        .following(from)
        .take_while(|change| change.timestamp() < until)
        .map(|change| (change.timestamp().as_second(), change.offset().seconds()))
        .collect();
    // A change of the name alone moves no clock.
    let mut before = offset;
    changes.retain(|(_, offset)| std::mem::replace(&mut before, *offset) != *offset);
    Some(Zone { name: zone.iana_name().unwrap_or(name).to_owned(), offset, changes })
}

/// The zone's own spelling of a name that a form or a browser sent, if it is one
/// that can be chosen.
pub(crate) fn known(name: &str) -> Option<String> {
    let zone = TimeZone::get(name).ok()?;
    zone.iana_name().filter(|name| can_be_chosen(name)).map(str::to_owned)
}

/// All zones that can be chosen, by name, with their difference at this moment.
pub(crate) fn choices(now: Time) -> Vec<ZoneGroup> {
    let now = Timestamp::from_second(now.timestamp()).unwrap_or_default();
    let mut names: Vec<_> = jiff::tz::db().available().map(|name| name.to_string()).collect();
    names.sort();
    let utc = ZoneGroup { heading: String::new(), zones: vec![(UTC.into(), UTC.into())] };
    let mut groups = vec![utc];
    for name in names.into_iter().filter(|name| can_be_chosen(name)) {
        let (Some((region, place)), Ok(zone)) = (name.split_once('/'), TimeZone::get(&name)) else {
            continue;
        };
        let place = place.replace('/', ", ").replace('_', " ");
        let label = format!("{place} ({})", offset_name(zone.to_offset(now).seconds()));
        if groups.last().is_none_or(|group| group.heading != region) {
            groups.push(ZoneGroup { heading: region.into(), zones: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.zones.push((name, label));
        }
    }
    groups
}

fn can_be_chosen(name: &str) -> bool {
    let region = name.split_once('/').map(|(region, _)| region);
    region.map_or(name == UTC, |region| REGIONS.contains(&region))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Time {
        text.parse().unwrap()
    }

    #[test]
    fn a_zone_knows_its_changes_for_some_years() {
        let now = at("2026-11-21T14:00:00Z");
        let zone = zone("europe/stockholm", now).unwrap();
        assert_eq!(zone.name, "Europe/Stockholm");
        assert!((20..=22).contains(&zone.changes.len()), "{:?}", zone.changes);
        for (moment, local) in [
            ("2026-10-25T00:59:59Z", "2026-10-25 02:59:59"),
            ("2026-10-25T01:00:00Z", "2026-10-25 02:00:00"),
            ("2027-07-01T00:00:00Z", "2027-07-01 02:00:00"),
            ("2023-01-01T00:00:00Z", "2023-01-01 01:00:00"),
        ] {
            assert_eq!(zone.local(at(moment)).to_string(), local);
        }
        assert!(super::zone("Asia/Tokyo", now).unwrap().changes.is_empty());
    }

    #[test]
    fn only_zones_of_places_can_be_chosen() {
        assert_eq!(
            known("america/argentina/buenos_aires").as_deref(),
            Some("America/Argentina/Buenos_Aires")
        );
        assert_eq!(known("UTC").as_deref(), Some("UTC"));
        for name in ["", "US/Eastern", "Europe/Atlantis", "../etc/passwd", "EST5EDT", "+02:00"] {
            assert_eq!(known(name), None, "{name:?}");
        }
        let groups = choices(at("2026-11-21T14:00:00Z"));
        assert_eq!(groups[0].zones, [("UTC".into(), "UTC".into())]);
        let zones: Vec<_> = groups.iter().flat_map(|group| &group.zones).collect();
        assert!((350..550).contains(&zones.len()), "{}", zones.len());
        for (name, label) in [
            ("Asia/Kathmandu", "Kathmandu (UTC+5:45)"),
            ("America/Argentina/Buenos_Aires", "Argentina, Buenos Aires (UTC-3)"),
        ] {
            let found = zones.iter().find(|zone| zone.0 == name).unwrap();
            assert_eq!(found.1, label);
        }
        assert_eq!(groups.len(), REGIONS.len() + 1);
    }
}
