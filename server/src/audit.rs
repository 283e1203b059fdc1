//! What the operator asks of the audit log, beside the running server.

use std::io::{self, Write as _};

use domain::audit::{Format, day};

use crate::{
    admin::{AdminError, open},
    config::Config,
};

/// `latchkey audit verify`.
pub(crate) async fn verify(config: Config) -> Result<(), AdminError> {
    let (db, service) = open(&config).await?;
    let verdict = service.verify_log().await.map_err(AdminError::Service)?;
    db.close().await;
    if let Some((seq, id, why)) = verdict.broken {
        let id = id.map(|id| format!(" ({id})")).unwrap_or_default();
        return Err(AdminError::Broken(format!("line {seq}{id} does not hold: {why}")));
    }
    println!("Lines that hold: {}. Lines that wait: {}.", verdict.lines, verdict.waiting);
    if verdict.adopted > 0 {
        println!("Lines of earlier versions, linked later: {}.", verdict.adopted);
    }
    println!("End of the chain: {}", verdict.end);
    Ok(())
}

/// `latchkey audit export`.
pub(crate) async fn export(
    config: Config,
    format: Format,
    organization: Option<String>,
    since: Option<String>,
) -> Result<(), AdminError> {
    let since = match since {
        Some(text) => Some(
            day(&text)
                .map_err(|_| AdminError::Broken("write the day as in 2026-11-24".to_owned()))?,
        ),
        None => None,
    };
    let (db, service) = open(&config).await?;
    let which = organization.as_deref().map(Into::into);
    let begun = service.export_whole_log(which.as_ref(), since, format).await;
    let mut export = begun.map_err(AdminError::Service)?;
    while let Some(piece) = export.next().await.map_err(AdminError::Service)? {
        let mut out = io::stdout().lock();
        out.write_all(piece.as_bytes()).and_then(|()| out.flush()).map_err(AdminError::Output)?;
    }
    db.close().await;
    Ok(())
}
