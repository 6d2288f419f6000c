//! What if the program itself breaks? A panic is no answer: where the index it read is
//! damaged that is said, with what to do; else it is a fault of ours, and said to be one.

use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Mutex, PoisonError};

use crate::index::check;

use super::locate::IndexFlag;
use super::{Cli, Command, Failure, Outcome, run};

/// Does what was asked, and answers for it whatever happens.
///
/// # Errors
/// As [`run`]; and where the program broke.
pub fn safely(cli: &Cli) -> Result<Outcome, Failure> {
    let told = Arc::new(Mutex::new(String::new()));
    let keep = Arc::clone(&told);
    panic::set_hook(Box::new(move |info| {
        let mut told = keep.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_empty() {
            *told = info.to_string().replace('\n', " ");
        }
    }));
    panic::catch_unwind(AssertUnwindSafe(|| run(cli))).unwrap_or_else(|_| {
        let told = told.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Err(broken(&cli.command, &told))
    })
}

fn broken(command: &Command, told: &str) -> Failure {
    let damaged = index_of(command)
        .and_then(|it| it.find().ok())
        .and_then(|it| check::check(&it).ok())
        .is_some_and(|it| !it.is_fine());
    if damaged {
        return Failure::damaged("the index is damaged and cannot be read on");
    }
    Failure::new(format!("the program broke: {told}"))
        .hint("this is a fault of morgue: please report it, with what you asked")
}

/// The index a command reads.
fn index_of(command: &Command) -> Option<&IndexFlag> {
    Some(match command {
        Command::Index(it) => &it.index,
        Command::Search(it) => &it.index,
        Command::Quotes(it) => &it.index,
        Command::Stories(it) => &it.index,
        Command::Diff(it) => &it.index,
        Command::Trace(it) => &it.index,
        Command::Verify(it) => &it.index,
        Command::Facets(it) => &it.asked.index,
        Command::Timeline(it) => &it.asked.index,
        Command::Show(it) => &it.index,
        Command::Status(it) => &it.index,
        Command::Check(it) => &it.index,
        Command::Forget(it) => &it.index,
        Command::Gc(it) => &it.index,
        Command::Annotate(_) | Command::Generate(_) => return None,
    })
}
