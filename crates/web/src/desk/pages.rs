//! Every page of the desk, named once, so that a test can print them all.
//! A new page adds its context's type here.

#[cfg(test)]
use super::print::Page;
#[cfg(test)]
use minijinja::value::{Serde, Value};

#[cfg(test)]
macro_rules! pages {
    ($($page:ty),+ $(,)?) => {
        /// Hands over every sample of every page, with its template and its language.
        pub(super) fn each_sample(visit: &mut dyn FnMut(&'static str, &str, Value)) {
            $(for sample in <$page>::samples() {
                visit(<$page>::TEMPLATE, sample.language(), Value::from(Serde(&sample)));
            })+
        }
    };
}

#[cfg(test)]
pages! {
    super::anything::FindPage,
    super::background::BackgroundForm,
    super::begin::New,
    super::copy_desk::CheckPage,
    super::copy_desk::ListAlone,
    super::copy_desk::SourcePage,
    super::day::DayPage,
    super::diary::DiaryPage,
    super::diary::import::ImportPage,
    super::diary::sheet::EventPage,
    super::flash::FlashForm,
    super::front::compare::FrontCompare,
    super::front::FrontDesk,
    super::front::history::FrontHistory,
    super::front::preview::FrontPreview,
    super::home::Home,
    super::house_style::HouseStyle,
    super::pictures::Library,
    super::pictures::describe::Describe,
    super::pictures::sheet::Sheet,
    super::numbers::Numbers,
    super::numbers::sheet::StoryNumbers,
    super::plain::Plain,
    super::plain::ThreeWay,
    super::problem::Problem,
    super::record::Record,
    super::record::erase::Erase,
    super::record::open::OpenName,
    super::record::open::OpenNames,
    super::record::sheet::Sheet,
    super::requests::Requests,
    super::settings::addresses::Addresses,
    super::settings::history::History,
    super::settings::look::LookRoom,
    super::settings::navigation::Navigation,
    super::settings::replies::Replies,
    super::settings::robots::Robots,
    super::settings::sections::Sections,
    super::settings::machine::MachineRoom,
    super::settings::pages::StandingPages,
    super::settings::paper::Nameplate,
    super::settings::webhook::WebhookSheet,
    super::settings::webhooks::Webhooks,
    super::stories::List,
    super::story::StoryPage,
    super::storylines::StorylineDesk,
    super::storylines::Storylines,
    super::templates::TemplateForm,
    super::templates::Templates,
    super::versions::Compare,
    super::withheld::Withheld,
    crate::auth::pages::Account,
    crate::auth::pages::NewPassword,
    crate::auth::pages::Confirm,
    crate::auth::pages::FirstPage,
    crate::auth::pages::Invitation,
    crate::auth::pages::Login,
    crate::auth::pages::SignedOut,
    crate::auth::pages::LinkPage,
    crate::auth::pages::People,
    crate::auth::pages::PersonPage,
    crate::auth::pages::SecondStep,
    crate::auth::pages::Journey,
    crate::auth::pages::Return,
    crate::auth::pages::Codes,
    crate::auth::pages::Passkeys,
}
