/// The text with what may be secret in its URLs replaced by `***`: user and password, and the whole query, which is
/// where signed addresses carry their token.
package func redactingCredentials(in text: String) -> String {
    var result = ""
    var rest = text[...]
    while let scheme = rest.firstRange(of: "://") {
        result += rest[..<scheme.upperBound]
        let url = rest[scheme.upperBound...].prefix { !$0.isWhitespace && !"'\"`<>".contains($0) }
        rest = rest[url.endIndex...]
        result += redacted(url)
    }
    return result + rest
}

/// `url` without its scheme.
private func redacted(_ url: Substring) -> String {
    let authority = url.prefix { !"/?#".contains($0) }
    let host = authority.lastIndex(of: "@").map { "***" + authority[$0...] } ?? String(authority)
    let path = url[authority.endIndex...]
    return host + (path.firstIndex(of: "?").map { path[..<$0] + "?***" } ?? path)
}
