import MatrixHost
import Testing

@Suite struct RedactionTests {
    @Test(arguments: [
        ("https://u:p@host/x", "https://***@host/x"),
        ("https://token@host", "https://***@host"),
        ("https://u:p@q@host/a@b", "https://***@host/a@b"),
        ("https://host/x?sig=1#f", "https://host/x?***"),
        ("no URL: a@b?c", "no URL: a@b?c"),
        ("`http://a:b@h/` and 'ftp://c:d@h'", "`http://***@h/` and 'ftp://***@h'"),
    ])
    func credentialsAndQueriesAreReplaced(text: String, redacted: String) {
        #expect(redactingCredentials(in: text) == redacted)
    }
}
