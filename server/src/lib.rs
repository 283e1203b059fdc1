//! The server: configuration, the router with all its layers, and the processes
//! around it. The binary is only a door to this library, so that tests drive the
//! very router that serves.

// The types of views are deep.
#![recursion_limit = "256"]

mod admin;
mod audit;
pub mod cli;
pub mod config;
pub mod middleware;
mod photos;
pub mod router;
pub mod site;

mod connections;
mod downloads;
mod health;
mod linger;
mod notices;
mod policy_reports;
mod serve;
mod worker;
