//! Refusals: codes where the readings of answers, or of faults, look for them.

use bindery_transport::description::{self, Code, Format, Means, Piece, Protocol, Reading, Sample, Template, TextForm};
use http::Response;

use super::{Answer, Keyed, output::Writer};
use crate::{
    route::{plain, response},
    wire,
    xml::{Element, split},
};

/// What fills the holes of a refusal.
struct Holes {
    code: Option<String>,
    message: String,
    parameter: Option<String>,
}

/// A refusal as an element: what its places count from, and what was already said.
struct Telling<'a> {
    holes: &'a Holes,
    told: Vec<&'static str>,
    is_fault: bool,
}

const BARE: Template = Template(&[Piece::Hole("code")]);

impl Answer {
    /// A refusal with these codes; where an answer has room for one, with the first.
    pub(crate) fn refused(&self, codes: &[&Code], param: Option<&str>) -> Response<Vec<u8>> {
        let (Some(how), Some(first)) = (self.call.how(), codes.first()) else {
            return response(500, "text/plain", Vec::new());
        };
        if self.call.is_raw() {
            return response(200, "application/octet-stream", Vec::new());
        }
        if how.format == Format::Text {
            return self.refused_text(how, first, param);
        }
        if self.call.on.is_soap() && how.refused.is_empty() && !how.faults.is_empty() {
            return self.refused_by_fault(how, codes, param);
        }
        let mut root = self.root();
        let base = self.base(&mut root);
        self.tell(base, how.refused, false, codes, param);
        self.put_details(how, base, first);
        self.xml(how, 200, root)
    }

    fn refused_text(&self, how: &description::Answer, code: &Code, param: Option<&str>) -> Response<Vec<u8>> {
        let holes = self.holes(code, param);
        let details = self.details(code).map(|(details, form, sample)| {
            let keyed = Keyed::default();
            let text = Writer { answer: self, how, keyed: &keyed }.text(details, form, &sample);
            (matches!(form.text.first(), Some(TextForm::Template(_))), text)
        });
        let has_room = |template: &Template| wire::has_hole(template, "output");
        let readings = how.refused.iter().map(|reading| reading.template.unwrap_or(BARE));
        let text = readings.into_iter().find_map(|template| {
            let text = wire::fill(&template, |name| match (name, &details) {
                ("output", Some((_, details))) => Some(details.clone()),
                _ => self.value(&holes, name),
            })?;
            Some(match &details {
                // What a template makes is the whole text; labels stand below the code.
                Some((true, details)) if !has_room(&template) => details.clone(),
                Some((false, details)) if !has_room(&template) => format!("{text}\n{}", details.trim_start()),
                _ => text,
            })
        });
        self.text(how, &text.unwrap_or_default())
    }

    fn refused_by_fault(&self, how: &description::Answer, codes: &[&Code], param: Option<&str>) -> Response<Vec<u8>> {
        let mut fault = Element::new("Fault");
        self.tell(&mut fault, how.faults, true, codes, param);
        if let Some(first) = codes.first() {
            self.put_details(how, &mut fault, first);
            let is_client = !matches!(first.means, Means::VendorFault | Means::Limit);
            let message = self.holes(first, param).message;
            self.complete(&mut fault, if is_client { "Client" } else { "Server" }, &message);
        }
        self.xml(how, 500, fault)
    }

    /// A SOAP fault; over another protocol a bare HTTP error.
    pub(crate) fn fault(&self, code: &str, text: &str) -> Response<Vec<u8>> {
        match self.call.how() {
            Some(how) if self.call.on.is_soap() => {
                let mut fault = Element::new("Fault");
                self.complete(&mut fault, code, text);
                self.xml(how, 500, fault)
            }
            _ => plain(500, "text/plain; charset=utf-8", text),
        }
    }

    /// Gives a fault what every fault has, and its elements the names of the SOAP version.
    fn complete(&self, fault: &mut Element, code: &str, text: &str) {
        let says = |element: &mut Element, place: &str, text: &str| {
            let place = element.at(&split(place).0);
            if place.text.is_empty() {
                place.text = text.to_owned();
            }
        };
        fault.name = "soap:Fault".to_owned();
        if self.call.on == Protocol::Soap12 {
            let code = match code {
                "Client" => "Sender",
                "Server" => "Receiver",
                other => other,
            };
            says(fault, "Code/Value", &format!("soap:{code}"));
            fault.at(&["Code"]).children.sort_by_key(|child| child.name != "Value");
            says(fault, "Reason/Text", text);
            fault.at(&["Reason", "Text"]).set("xml:lang", "en");
            if !fault.children.iter().any(|child| child.name == "Detail") {
                fault.at(&["detail"]);
            }
            qualify(fault, &["Code", "Reason", "Node", "Role", "Detail"]);
        } else {
            says(fault, "faultcode", &format!("soap:{code}"));
            says(fault, "faultstring", text);
            fault.at(&["detail"]);
        }
        let order = ["faultcode", "faultstring", "soap:Code", "soap:Reason", "soap:Node", "soap:Role", "faultactor"];
        fault.children.sort_by_key(|child| order.iter().position(|name| *name == child.name).unwrap_or(order.len()));
    }

    /// Writes what readings say of codes: each code in an element of its own where the readings look for several.
    fn tell(&self, base: &mut Element, readings: &[Reading], is_fault: bool, codes: &[&Code], param: Option<&str>) {
        let Some(first) = codes.first() else { return };
        let placed: Vec<(&Reading, String)> =
            readings.iter().filter_map(|reading| Some((reading, self.place_of(reading, is_fault)?))).collect();
        let front = placed.iter().find_map(|(_, place)| place.split_once("[]")).map(|(front, _)| front.to_owned());
        let mut told = Vec::new();
        if let Some(front) = &front {
            for code in codes {
                let element = base.add(&split(front).0);
                let holes = self.holes(code, param);
                let mut telling = Telling { holes: &holes, told: Vec::new(), is_fault };
                for (reading, place) in &placed {
                    if let Some((_, rest)) = place.split_once("[]").filter(|(known, _)| known == front) {
                        self.tell_one(element, reading, rest.trim_start_matches('/'), &mut telling);
                    }
                }
                told = telling.told;
            }
        }
        let holes = self.holes(first, param);
        let mut telling = Telling { holes: &holes, told, is_fault };
        for (reading, place) in placed.iter().filter(|(_, place)| !place.contains("[]")) {
            self.tell_one(base, reading, place, &mut telling);
        }
    }

    /// The place of a reading that is written. Of a fault's one that its SOAP version has.
    fn place_of(&self, reading: &Reading, is_fault: bool) -> Option<String> {
        if !is_fault {
            return Some(self.call.fill(reading.at.first().copied().unwrap_or(".")));
        }
        let of_12 = |place: &&&str| ["Code/", "Reason/", "Detail"].iter().any(|front| place.starts_with(front));
        let of_detail = |place: &&&str| place.to_ascii_lowercase().starts_with("detail");
        let places = || reading.at.iter();
        let place = if self.call.on == Protocol::Soap12 {
            // Some servers write the detail of 1.1 in a fault of 1.2.
            places().find(of_12).or_else(|| places().find(of_detail))
        } else {
            places().find(|place| !of_12(place))
        };
        place.map(|place| self.call.fill(place))
    }

    /// Writes one reading of a refusal, when it adds something.
    fn tell_one(&self, base: &mut Element, reading: &Reading, place: &str, telling: &mut Telling<'_>) {
        let template = reading.template.unwrap_or(BARE);
        let says = |name: &str| matches!(name, "code" | "message" | "parameter");
        let said: Vec<&'static str> = template
            .0
            .iter()
            .filter_map(|piece| match piece {
                Piece::Hole(name) if says(name) => Some(*name),
                _ => None,
            })
            .collect();
        let news: Vec<&'static str> = said.iter().copied().filter(|name| !telling.told.contains(name)).collect();
        if !said.is_empty() && news.is_empty() {
            return;
        }
        let Some(mut text) = wire::fill(&template, |name| self.value(telling.holes, name)) else { return };
        // Codes of faults are names with a prefix.
        let is_qname = telling.is_fault && (place == "faultcode" || place.ends_with("/Value"));
        if is_qname && template == BARE && !text.contains(':') {
            text.insert_str(0, "soap:");
        }
        base.put(place, &text);
        telling.told.extend(news);
    }

    fn put_details(&self, how: &description::Answer, base: &mut Element, code: &Code) {
        if let Some((details, form, sample)) = self.details(code) {
            let keyed = Keyed::default();
            Writer { answer: self, how, keyed: &keyed }.put(base, details, form, &sample);
        }
    }

    /// What a refusal with this code carries: as the first example of it that says so.
    fn details(&self, code: &Code) -> Option<(&'static description::Output, &'static description::OutputForm, Sample)> {
        let details = code.details?;
        let mut examples = self.call.operation.examples.iter().filter(|example| example.code == Some(code.name));
        let example = examples.find(|example| !matches!(example.output, Sample::None))?;
        Some((details, details.form(self.call.on)?, example.output))
    }

    fn holes(&self, code: &Code, param: Option<&str>) -> Holes {
        let required = || self.call.operation.params.iter().find(|param| param.required).map(|param| param.name);
        let parameter = param.or(code.param).or_else(required).map(str::to_uppercase);
        let spelled = code.spelling(self.call.on).and_then(|spelling| spelling.codes.first());
        let mut holes = Holes { code: spelled.map(|code| (*code).to_owned()), message: code.doc.to_owned(), parameter };
        if let Some(message) = code.told_with(self.call.on).first() {
            holes.message = "something".to_owned();
            let value = |name: &str| self.value(&holes, name).or_else(|| Some("something".to_owned()));
            holes.message = wire::fill(message, value).unwrap_or_default();
        }
        holes
    }

    fn value(&self, holes: &Holes, name: &str) -> Option<String> {
        match name {
            "code" => holes.code.clone(),
            "message" => Some(holes.message.clone()),
            "parameter" => holes.parameter.clone(),
            "output" => Some(String::new()),
            name => self.call.hole(name),
        }
    }
}

/// Gives the elements that SOAP 1.2 itself has its prefix, and not those that are somebody's detail.
fn qualify(element: &mut Element, names: &[&str]) {
    for child in &mut element.children {
        if names.contains(&child.name.as_str()) {
            match child.name.as_str() {
                "Code" | "Subcode" => qualify(child, &["Value", "Subcode"]),
                "Reason" => qualify(child, &["Text"]),
                _ => {}
            }
            child.name.insert_str(0, "soap:");
        }
    }
}
