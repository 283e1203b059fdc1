//! Running the instance: what staff see and do.

pub mod people;
