//! Why a page was not brought in, as sentences for the person at the console.
//! Returned by [`super::read`]; the command prints it and exits with 1.

use thiserror::Error;

/// A page without a story in it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// No bytes, or only white space.
    #[error("The page is empty.")]
    Empty,
    /// The bytes are a picture, an archive, a PDF and the like.
    #[error("This is not a page of text: it looks like {0}.")]
    NotText(String),
    /// The page asks for a name and a password.
    #[error("This is a sign-in page; there is no story on it. Save the page while signed in and try again.")]
    SignIn,
    /// The server said that something went wrong.
    #[error("This is an error page (\u{201c}{0}\u{201d}); there is no story on it.")]
    ErrorPage(String),
    /// A check for robots stands where the story should.
    #[error(
        "The site answered with a check for robots instead of the story. Open the page in a browser, save it and try again."
    )]
    RobotCheck,
    /// The text is put in by a script that has not run.
    #[error(
        "The page shows its text only after a script has run. Open it in a browser, save it as a complete page and try again."
    )]
    NeedsScript,
    /// A front page, section or search page.
    #[error("This is a list of stories ({0} links), not a story. Give the address of one of them.")]
    ListPage(usize),
    /// There is text, but not enough connected prose for a story.
    #[error("There is no story on this page: only {0} words of connected text were found.")]
    NoStory(usize),
    /// There is text, but nothing that can be its headline.
    #[error("There is a text but no headline on this page; a story needs one as its first line.")]
    NoHeadline,
}
