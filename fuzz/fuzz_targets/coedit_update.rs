//! Feeds any bytes to a draft as an update; whatever is taken leaves a sheet that can be read, mended and opened again.
//! Run by `cargo fuzz run -s none coedit_update fuzz/corpus/coedit_update fuzz/seeds/coedit_update`.

#![no_main]

use courant_coedit::{Fault, Fields, Sheet};
use courant_text::{SequentialIds, markdown};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|update: &[u8]| {
    let document = markdown::read("Rain *fell*.\n\n- One\n- Two", &mut SequentialIds::new()).document;
    let mut count = 0;
    let mut ids = || {
        count += 1;
        format!("new{count}")
    };
    let Ok((mut sheet, seed)) = Sheet::seed(1, &Fields::default(), &document, &mut ids) else { return };
    let before = sheet.snapshot();
    match sheet.apply(update) {
        Ok(_) => {
            let _ = sheet.settle(&mut ids);
            let snapshot = sheet.snapshot();
            let again = Sheet::open(2, [snapshot.as_slice()]).map(|sheet| sheet.derive().ok());
            assert_eq!(again, Ok(sheet.derive().ok()));
        }
        Err(Fault::Broke) => assert!(Sheet::open(3, [seed.as_slice()]).is_ok()),
        Err(_) => assert_eq!(sheet.snapshot(), before),
    }
});
