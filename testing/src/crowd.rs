//! Many at once.

use std::sync::Arc;

use tokio::{sync::Barrier, task::JoinSet};

/// Lets `n` tasks loose at the same moment and gathers what they bring back.
pub async fn crowd<T, F>(n: usize, act: impl Fn(usize) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let start = Arc::new(Barrier::new(n));
    let mut tasks = JoinSet::new();
    for i in 0..n {
        let (start, act) = (start.clone(), act(i));
        tasks.spawn(async move {
            start.wait().await;
            act.await
        });
    }
    tasks.join_all().await
}
