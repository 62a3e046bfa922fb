/// Where one server of a topology listens.
package struct MongoAddress: Sendable, Hashable, CustomStringConvertible {
    package var host: String
    package var port: UInt16

    package init(host: String, port: UInt16) { (self.host, self.port) = (host, port) }

    package static func loopback(_ port: UInt16) -> MongoAddress { MongoAddress(host: "127.0.0.1", port: port) }

    /// Reads `host`, `host:port` or `[address]:port`; a port that is not told is 27017.
    package init?(_ text: some StringProtocol) {
        var host = text[...]
        var port: UInt16 = 27_017
        if let colon = text.lastIndex(of: ":"), !text[colon...].contains("]") {
            guard let number = UInt16(text[text.index(after: colon)...]) else { return nil }
            (host, port) = (text[..<colon], number)
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty else { return nil }
        self.init(host: String(host), port: port)
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// The servers that a `mongodb://` address names. What else it says is for the driver.
struct MongoURI: Sendable, Equatable {
    var text: String
    var addresses: [MongoAddress]

    /// Throws `ServerError.mongoURI`.
    init(_ text: String) throws {
        func refuse(_ reason: String) -> ServerError {
            .mongoURI(text.replacing(/\/\/[^@\/]*@/, with: "//…@"), reason: reason)
        }
        guard !text.hasPrefix("mongodb+srv://") else {
            throw refuse("names of DNS records are not understood, name the servers with `mongodb://`")
        }
        guard text.hasPrefix("mongodb://") else { throw refuse("it does not begin with `mongodb://`") }
        let (rest, options) = text.dropFirst("mongodb://".count).splitting(at: "?")
        guard options.split(separator: "&").allSatisfy({ !["tls=true", "ssl=true"].contains($0.lowercased()) }) else {
            throw refuse("servers with TLS are not understood")
        }
        let authority = rest.splitting(at: "/").0
        let servers = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        addresses = try servers.split(separator: ",", omittingEmptySubsequences: false).map {
            guard let address = MongoAddress($0) else { throw refuse("`\($0)` is no server") }
            return address
        }
        self.text = text
    }
}

extension Substring {
    /// What stands before and behind the first `separator`; behind is empty when there is none.
    fileprivate func splitting(at separator: Character) -> (Substring, Substring) {
        guard let index = firstIndex(of: separator) else { return (self, "") }
        return (self[..<index], self[self.index(after: index)...])
    }
}
