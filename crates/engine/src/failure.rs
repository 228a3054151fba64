//! Work that panicked: its message and its place, on any thread.
//!
//! ```
//! use plaza_engine::failure::caught;
//!
//! let cause = caught(|| -> u32 { panic!("nobody is left") }).unwrap_err();
//! assert!(cause.starts_with("nobody is left"));
//! assert_eq!(caught(|| 3), Ok(3));
//! ```

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// Whether a panic of this thread is caught and told by [`caught`].
    static CATCHING: Cell<bool> = const { Cell::new(false) };
    /// The last panic's message and place.
    static CAUSE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Why work failed, where it is handed from thread to thread.
struct Failure(String);

/// Runs `work`; a panic becomes its message and place, and is not printed.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    listen();
    let before = CATCHING.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    CATCHING.set(before);
    result.map_err(|payload| cause(&*payload))
}

/// Fails as the work did that failed for this cause: [`caught`] tells the same, or where nobody
/// catches the panic is printed.
///
/// # Panics
/// Always.
pub fn fail(cause: String) -> ! {
    if CATCHING.get() {
        panic::resume_unwind(Box::new(Failure(cause)))
    }
    panic!("{cause}")
}

fn cause(payload: &(dyn Any + Send)) -> String {
    match payload.downcast_ref::<Failure>() {
        Some(Failure(cause)) => cause.clone(),
        None => CAUSE.take(),
    }
}

/// From now on panics of threads that catch them are noted, not printed.
fn listen() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !CATCHING.get() {
                return before(info);
            }
            let message = info
                .payload_as_str()
                .unwrap_or("a rule failed without a word");
            // A place outside the project has a path that differs from machine to machine.
            let place = info
                .location()
                .filter(|place| !place.file().starts_with('/'))
                .map_or_else(String::new, |place| {
                    format!(" ({}:{})", place.file(), place.line())
                });
            CAUSE.set(format!("{message}{place}"));
        }));
    });
}
