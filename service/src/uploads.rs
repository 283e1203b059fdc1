//! Files on their way in: a few at once, and one of a person.

use std::{
    collections::HashSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

use domain::PersonId;

use crate::{Error, Result};

/// Files that may be on their way at once: each may take 5 MB of memory, as long as
/// the network likes.
const AT_ONCE: usize = 12;

/// Who is sending a file now.
#[derive(Default)]
pub(crate) struct Uploads(Mutex<HashSet<PersonId>>);

impl Uploads {
    /// Makes room for a file of this person, until what is answered is dropped.
    ///
    /// # Errors
    /// [`Error::Busy`] while they send another, and while too many others send one.
    pub(crate) fn enter(&self, person: PersonId) -> Result<Room<'_>> {
        let mut sending = self.lock();
        if sending.len() >= AT_ONCE || !sending.insert(person) {
            return Err(Error::Busy);
        }
        Ok(Room { uploads: self, person })
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<PersonId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Room for a file.
pub(crate) struct Room<'a> {
    uploads: &'a Uploads,
    person: PersonId,
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        self.uploads.lock().remove(&self.person);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn person(n: usize) -> PersonId {
        PersonId(Uuid::from_u128(n as u128))
    }

    #[test]
    fn one_of_a_person_and_few_in_all() {
        let uploads = Uploads::default();
        let mut rooms = vec![uploads.enter(person(0)).unwrap()];
        assert!(uploads.enter(person(0)).is_err());
        rooms.extend((1..AT_ONCE).map(|n| uploads.enter(person(n)).unwrap()));
        assert!(uploads.enter(person(AT_ONCE)).is_err());
        rooms.remove(0);
        assert!(uploads.enter(person(0)).is_ok());
    }
}
