//! What happens to every request before a page, a function or the API sees it.

pub mod browser;
pub mod cross_site;
pub mod headers;
pub mod one_host;
pub mod plain_forms;
pub mod to_the_end;
pub mod trace;
