//! What an archive is asked beside the query: order, counts, extent, reasons.

use super::answers::{answer, archive, request};
use crate::query::{
    FacetRequest, Period, Request, Sample, Sort, TimelineRequest, search,
};

#[test]
fn counts_copies_and_order() {
    let mut request = request("strike");
    request.facets = vec![
        FacetRequest { field: "outlet".to_owned(), limit: 2 },
        FacetRequest { field: "year".to_owned(), limit: 10 },
        FacetRequest { field: "section".to_owned(), limit: 10 },
    ];
    request.timeline = Some(TimelineRequest { period: Period::Day, share: false });
    request.sort = Sort::Newest;
    let results = search(archive(), &request).unwrap();
    assert_eq!(results.matched.articles, 3);
    assert_eq!(results.facets[0].buckets.len(), 2);
    assert_eq!(results.facets[0].other, 1);
    assert_eq!(results.facets[1].buckets[0], ("2023".to_owned(), 2));
    assert_eq!(results.facets[2].buckets, [("World News".to_owned(), 1)]);
    let timeline = results.timeline.unwrap();
    assert_eq!((timeline.buckets.len(), timeline.undated), (2, 1));
    assert_eq!(results.hits[0].article.given_id.as_deref(), Some("pier"));
    assert_eq!(results.hits[1].copies, 2);
}

#[test]
fn a_facet_can_be_counted_without_its_own_choice() {
    let mut request = request("strike outlet:cnn");
    let facet = |field: &str| FacetRequest { field: field.to_owned(), limit: 9 };
    request.facets = vec![facet("outlet"), facet("outlet!"), facet("year!")];
    request.timeline = Some(TimelineRequest { period: Period::Week, share: false });
    let results = search(archive(), &request).unwrap();
    assert_eq!(results.facets[0].buckets, [("CNN".to_owned(), 1)]);
    assert_eq!(results.facets[1].buckets.len(), 3);
    assert_eq!(results.facets[2].buckets, [("2024".to_owned(), 1)]);
    assert_eq!(results.timeline.unwrap().buckets, [("2024-04-15".to_owned(), 1)]);
}

#[test]
fn a_score_is_the_sum_of_its_reasons() {
    for query in [
        "ferries strike",
        "\"ferry strikes\" OR tankers",
        "harb* OR (strike NEAR/3 ferry) OR tankrs~",
        "speaker:bell said:inspectors ferry -title:pier",
        "*",
    ] {
        let results = search(archive(), &Request { explain: true, ..request(query) });
        for hit in results.unwrap().hits {
            let sum: f32 = hit.why.iter().map(|it| it.score).sum();
            assert!((sum - hit.score).abs() < 0.02, "{query}: {sum} of {}", hit.score);
        }
    }
    assert!(answer("ferry").hits.iter().all(|it| it.why.is_empty()));
}

#[test]
fn a_query_is_put_in_words() {
    let query = "strike (outlet:cnn OR outlet:axios) -speaker:reed =US";
    let results = search(archive(), &Request { explain: true, ..request(query) });
    let row = |it: &crate::model::Reading| {
        let count = it.articles.map_or_else(String::new, |it| it.to_string());
        format!("{} {}|{}|{count}", it.depth, it.part, it.meaning)
    };
    let rows: Vec<String> = results.unwrap().reading.iter().map(row).collect();
    assert_eq!(
        rows,
        [
            "0 AND|all of these|",
            "1 strike|the word|3",
            "1 OR|one of these|",
            "2 outlet:cnn|who published the article|1",
            "2 outlet:axios|who published the article|1",
            "1 NOT|all but this|",
            "2 speaker:reed|who is quoted|3",
            "1 =US|case and ending as written|1",
        ]
    );
}

#[test]
fn a_field_within_another_and_the_share_of_a_period() {
    let mut request = request("strike");
    request.facets = ["outlet/year", "month/outlet", "outlet!/lang"]
        .map(|it| FacetRequest { field: it.to_owned(), limit: 2 })
        .into();
    request.timeline = Some(TimelineRequest { period: Period::Year, share: true });
    let results = search(archive(), &request).unwrap();
    let pair = |it: &str, count| (it.to_owned(), count);
    let within = |at: usize| results.facets[at].within.as_ref().unwrap().buckets.clone();
    assert_eq!(results.facets[0].buckets, [pair("Axios", 1), pair("CNN", 1)]);
    assert_eq!(within(0), [[pair("2023", 1)], [pair("2024", 1)]]);
    assert_eq!(results.facets[1].buckets[0], pair("2023-12", 2));
    assert_eq!(within(1)[0], [pair("Axios", 1), pair("Fox News", 1)]);
    assert_eq!(within(2)[0], [pair("en", 1)]);
    assert_eq!(results.facets[2].field, "outlet/lang");
    let timeline = results.timeline.unwrap();
    assert_eq!(timeline.buckets, [pair("2023", 2), pair("2024", 1)]);
    assert_eq!(timeline.all, [2, 1]);
    request.facets[0].field = "outlet/years".to_owned();
    let error = search(archive(), &request).unwrap_err().to_string();
    assert_eq!(error, "unknown facet `years`: did you mean `year`");
}

#[test]
fn paging_is_stable() {
    let whole: Vec<_> =
        answer("strike").hits.into_iter().map(|it| it.article.id).collect();
    let mut paged = Vec::new();
    for offset in 0..3 {
        let mut request = request("strike");
        (request.limit, request.offset) = (1, offset);
        let page = search(archive(), &request).unwrap();
        assert_eq!(page.hits[0].rank, offset + 1);
        paged.extend(page.hits.into_iter().map(|it| it.article.id));
    }
    assert_eq!(paged, whole);
}

#[test]
fn a_value_nobody_has_is_explained() {
    let results = answer("strike outlet:axois");
    assert_eq!(results.matched.articles, 0);
    assert_eq!(
        results.hints,
        ["no article has outlet:\"axois\"; nearest: outlet:\"Axios\""]
    );
    let mut request = request("strike");
    request.facets = vec![FacetRequest { field: "outlt".to_owned(), limit: 2 }];
    let error = search(archive(), &request).unwrap_err().to_string();
    assert_eq!(error, "unknown facet `outlt`: did you mean `outlet`");
}

#[test]
fn parts_that_exclude_each_other_are_counted_alone() {
    let results = answer("outlet:axios tankers");
    let hint = "no article has all of it; each alone: outlet:axios 1, tankers 1";
    assert_eq!(results.hints, [hint]);
    assert_eq!(answer("strike zeppelins").hints, ["no article has zeppelins"]);
    assert!(answer("zeppelins").hints.is_empty());
}

#[test]
fn a_quote_that_answers_is_its_own_passage() {
    let results = answer("speaker:reed date:2024");
    let hit = &results.hits[0];
    let shown = hit.snippets[0].span.of(&hit.article.text);
    assert_eq!(shown, "“We were never asked,” said Tom Reed, a fisherman.");
}

#[test]
fn passages_are_as_many_as_asked() {
    let mut request = request("strike OR harbour OR asked");
    request.passages = 0;
    assert!(
        search(archive(), &request)
            .unwrap()
            .hits
            .iter()
            .all(|hit| { hit.snippets.iter().all(|it| it.field == "title") })
    );
}

#[test]
fn matched_quotes_are_counted() {
    assert_eq!(answer("speaker:reed").matched.quotes, 3);
    assert_eq!(answer("speaker:reed date:2024").matched.quotes, 1);
    assert_eq!(answer("strike").matched.quotes, 0);
}

#[test]
fn hits_by_lot_are_the_same_for_the_same_seed() {
    let drawn = |seed, size| {
        let sample = Some(Sample { size, seed });
        let results = search(archive(), &Request { sample, ..request("*") }).unwrap();
        let ids: Vec<String> = results.hits.into_iter().map(|it| it.article.id).collect();
        ids
    };
    assert_eq!(drawn(1, 2), drawn(1, 2));
    assert_eq!(drawn(1, 4)[..2], drawn(1, 2));
    assert_eq!(drawn(1, 9).len(), 4);
    assert!((2..20).any(|seed| drawn(seed, 2) != drawn(1, 2)));
    assert!(drawn(1, 0).is_empty());
}

#[test]
fn a_cursor_goes_on_where_an_answer_ended() {
    let whole: Vec<_> =
        answer("strike").hits.into_iter().map(|it| it.article.id).collect();
    let mut paged = Vec::new();
    let mut asked = Request { limit: 2, ..request("strike") };
    loop {
        let page = search(archive(), &asked).unwrap();
        paged.extend(page.hits.into_iter().map(|it| it.article.id));
        let Some(cursor) = page.cursor else { break };
        asked.cursor = Some(cursor);
    }
    assert_eq!(paged, whole);
    let cursor = search(archive(), &Request { limit: 1, ..request("strike") });
    let cursor = cursor.unwrap().cursor;
    for other in [
        Request { cursor: cursor.clone(), ..request("ferry") },
        Request { cursor: cursor.clone(), sort: Sort::Oldest, ..request("strike") },
        Request { cursor: Some("gen-1:1:0a".to_owned()), ..request("strike") },
        Request { cursor: Some("nonsense".to_owned()), ..request("strike") },
    ] {
        let error = search(archive(), &other).unwrap_err();
        assert!(matches!(error, crate::query::SearchError::Cursor(_)), "{error}");
    }
}

#[test]
fn outlets_in_order_and_those_without_last() {
    let request = Request { sort: Sort::Outlet, ..request("*") };
    let hits = search(archive(), &request).unwrap().hits;
    let outlets: Vec<&str> =
        hits.iter().map(|it| &*it.article.outlet.as_ref().unwrap().name).collect();
    assert_eq!(outlets, ["Axios", "BBC", "CNN", "Fox News"]);
}

#[test]
fn an_unknown_generation_says_which_there_are() {
    let new_since = Some("gen-0".to_owned());
    let asked = Request { new_since, ..request("*") };
    let error = search(archive(), &asked).unwrap_err();
    let crate::query::SearchError::Generation { help, .. } = error else {
        panic!("{error}");
    };
    assert!(help.contains(&archive().generation()), "{help}");
}

#[test]
fn every_match_of_the_body_is_kept() {
    let results = answer("ferry OR harbour");
    let hit = results.hits.iter().find(|it| it.rank == 1).unwrap();
    let marks: Vec<&str> = hit.marks.iter().map(|it| it.of(&hit.article.text)).collect();
    assert_eq!(marks, ["Ferry", "harbour"]);
}
