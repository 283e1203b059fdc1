//! What holds the audit log together. Each line has a mark, made with the key of the instance
//! when it is written; a moment later it gets its place in a chain, where each link is made of
//! the one before. Where a line came from and whose address it is about are in the mark as
//! digests with salts: they can be forgotten, and the mark still holds.

use data_encoding::HEXLOWER;
use domain::{AuditId, secret::Digest, words::audit::broken};
use storage::{Chain, ChainedRow, Mark};

use crate::{Error, Result, Service};

/// Lines that get their place in one transaction, and that are verified at a time.
const BATCH: i64 = 500;
const SALT: usize = 16;
/// What a mark is of: a line, a line that an earlier version wrote, and a link.
const WRITTEN: &[u8] = b"written";
const ADOPTED: &[u8] = b"adopted";
const LINK: &[u8] = b"link";

/// How the log was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Lines that hold.
    pub lines: i64,
    /// Of them lines of earlier versions, which had no mark at first.
    pub adopted: i64,
    /// Lines that wait for their place.
    pub waiting: i64,
    /// The last link: whoever keeps it elsewhere knows later that nothing before it is gone.
    pub end: String,
    /// The first line that does not hold: its place, its id, and why.
    pub broken: Option<(i64, Option<AuditId>, &'static str)>,
}

impl Service {
    /// The mark of a line that is being written.
    pub(crate) fn mark(&self, line: &ChainedRow) -> Result<Mark> {
        self.mark_as(WRITTEN, line)
    }

    fn mark_as(&self, kind: &[u8], line: &ChainedRow) -> Result<Mark> {
        let salt = || self.0.random.bytes::<SALT>().to_vec();
        let origin_salt = salt();
        let address_salt = (!line.address.is_empty()).then(salt);
        let origin_digest = of_origin(&origin_salt, line);
        let address_digest = address_salt.as_ref().map(|salt| of_address(salt, line));
        let sum = sum(kind, line, &origin_digest, address_digest.as_deref());
        let mark = self.settings().secret_keys.mark(&sum)?;
        Ok(Mark { origin_salt, origin_digest, address_salt, address_digest, mark })
    }

    /// Gives every line that waits its place in the chain; answers how many there were. May
    /// run on several nodes at once.
    pub async fn seal_log(&self) -> Result<u64> {
        let mut sealed = 0;
        while !self.db().read().await?.unsealed_lines(1).await?.is_empty() {
            sealed += self.seal_some().await?;
        }
        Ok(sealed)
    }

    async fn seal_some(&self) -> Result<u64> {
        let mut tx = self.db().begin().await?;
        let from = tx.chain().await?;
        let lines = tx.unsealed_lines(BATCH).await?;
        let (mut end, mut places, mut adopted) = (from.clone(), Vec::new(), Vec::new());
        for line in &lines {
            let mut mark = line.mark.clone();
            if mark.is_none() && end.adopts {
                let given = self.mark_as(ADOPTED, line)?;
                mark = Some(given.mark.clone());
                adopted.push((AuditId(line.id), given));
            } else {
                end.adopts = false;
            }
            end = self.after(&end, mark.as_deref().unwrap_or_default())?;
            places.push((AuditId(line.id), end.seq, end.link.clone()));
        }
        // Whoever moves the end has the lines.
        if !tx.move_chain(from.seq, &end).await? {
            return Ok(0);
        }
        for (id, mark) in &adopted {
            tx.mark_line(*id, mark).await?;
        }
        for (id, seq, link) in &places {
            if !tx.seal_line(*id, *seq, link).await? {
                return Err(Error::Fault("a line of the log has a place already"));
            }
        }
        tx.commit().await?;
        Ok(u64::try_from(places.len()).unwrap_or_default())
    }

    /// The end of the chain after one more mark.
    fn after(&self, end: &Chain, mark: &[u8]) -> Result<Chain> {
        let seq = end.seq + 1;
        let link = self.settings().secret_keys.mark(&link(seq, &end.link, mark))?;
        Ok(Chain { seq, link, adopts: end.adopts })
    }

    /// Goes through the whole log, from its first line to its last.
    ///
    /// # Errors
    /// When the database fails; what is wrong with the log is in the answer.
    pub async fn verify_log(&self) -> Result<Verdict> {
        let mut reader = self.db().read().await?;
        let end = reader.chain().await?;
        let waiting = reader.unsealed_count().await?;
        drop(reader);
        let mut verdict = Verdict {
            lines: 0,
            adopted: 0,
            waiting,
            end: format!("{}:{}", end.seq, HEXLOWER.encode(&end.link)),
            broken: None,
        };
        let mut before = Chain { seq: 0, link: Vec::new(), adopts: true };
        while before.seq < end.seq {
            // One transaction for each page: whoever writes does not wait for us.
            let rows = self.db().read().await?.sealed_lines(before.seq, BATCH).await?;
            let counted = rows.iter().take_while(|row| row.seq <= Some(end.seq));
            let seen = before.seq;
            for row in counted {
                if let Err(why) = self.holds(&mut before, row, &mut verdict.adopted) {
                    let seq = row.seq.unwrap_or_default();
                    verdict.broken = Some((seq, Some(AuditId(row.id)), why));
                    return Ok(verdict);
                }
                verdict.lines += 1;
            }
            if before.seq == seen {
                verdict.broken = Some((seen, None, broken::END));
                return Ok(verdict);
            }
        }
        if before.link != end.link {
            verdict.broken = Some((end.seq, None, broken::END));
        }
        Ok(verdict)
    }

    /// Whether a line is as it was written, and follows the one before.
    fn holds(
        &self,
        before: &mut Chain,
        row: &ChainedRow,
        adopted: &mut i64,
    ) -> Result<(), &'static str> {
        let keys = &self.settings().secret_keys;
        let seq = before.seq + 1;
        if row.seq != Some(seq) {
            return Err(broken::MISSING);
        }
        let (Some(mark), Some(origin)) = (&row.mark, &row.origin_digest) else {
            return Err(broken::FORGED);
        };
        let made = |parts: &[u8]| keys.has_marked(mark, parts).ok_or(broken::NO_KEY);
        let address = row.address_digest.as_deref();
        if made(&sum(WRITTEN, row, origin, address))? {
            before.adopts = false;
        } else if made(&sum(ADOPTED, row, origin, address))? {
            if !before.adopts {
                return Err(broken::FORGED);
            }
            *adopted += 1;
        } else {
            return Err(broken::CHANGED);
        }
        match &row.origin_salt {
            Some(salt) if of_origin(salt, row) != *origin => return Err(broken::ORIGIN),
            Some(_) => {}
            None if row.actor_here || row.actor_id.is_none() => return Err(broken::BLANKED),
            None if [&*row.network, &row.user_agent, own_target(row)].concat().is_empty() => {}
            None => return Err(broken::ORIGIN),
        }
        let whose = match (&row.address_salt, address) {
            (Some(salt), Some(digest)) => of_address(salt, row) == digest,
            (None, _) => row.address.is_empty(),
            (Some(_), None) => false,
        };
        if !whose {
            return Err(broken::ADDRESS);
        }
        let kept = row.link.as_deref().unwrap_or_default();
        if keys.has_marked(kept, &link(seq, &before.link, mark)) != Some(true) {
            return Err(broken::MOVED);
        }
        (before.seq, before.link) = (seq, kept.to_owned());
        Ok(())
    }
}

/// Every cell with its length before it: what is in one cannot be moved to the next.
fn framed(cells: &[&[u8]]) -> Vec<u8> {
    let mut all = Vec::new();
    for cell in cells {
        all.extend((cell.len() as u64).to_be_bytes());
        all.extend_from_slice(cell);
    }
    all
}

/// The target of a line in no organization is a matter of its person.
fn own_target(line: &ChainedRow) -> &str {
    if line.organization_id.is_none() { &line.target } else { "" }
}

fn of_origin(salt: &[u8], line: &ChainedRow) -> Vec<u8> {
    let cells = [line.network.as_bytes(), line.user_agent.as_bytes(), own_target(line).as_bytes()];
    Digest::of(framed(&[&[salt], &cells[..]].concat())).0.to_vec()
}

fn of_address(salt: &[u8], line: &ChainedRow) -> Vec<u8> {
    Digest::of(framed(&[salt, line.address.as_bytes()])).0.to_vec()
}

/// What the mark of a line is of.
fn sum(kind: &[u8], line: &ChainedRow, origin: &[u8], address: Option<&[u8]>) -> Vec<u8> {
    let target = if line.organization_id.is_some() { &*line.target } else { "" };
    let id = |id: &Option<uuid::Uuid>| id.map(|id| id.as_bytes().to_vec()).unwrap_or_default();
    framed(&[
        kind,
        line.id.as_bytes(),
        &line.at.timestamp_micros().to_be_bytes(),
        &id(&line.actor_id),
        &id(&line.organization_id),
        line.action.as_bytes(),
        target.as_bytes(),
        line.request_id.as_bytes(),
        line.details.as_bytes(),
        origin,
        address.unwrap_or_default(),
    ])
}

fn link(seq: i64, before: &[u8], mark: &[u8]) -> Vec<u8> {
    framed(&[LINK, &seq.to_be_bytes(), before, mark])
}
