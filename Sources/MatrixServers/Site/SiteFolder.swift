import MatrixHost
package import SystemPackage

/// Where a site's running state is: its front, both sides of it, and the file that says which side answers.
package struct SiteFolder: Sendable, Hashable {
    package var path: FilePath
    package var userID: UInt32

    package init(_ path: FilePath, userID: UInt32) {
        self.path = path
        self.userID = userID
    }

    package var front: RunFolder { RunFolder(path.appending("front"), userID: userID) }
    package func run(_ side: SiteSide) -> RunFolder { RunFolder(path.appending(side.rawValue), userID: userID) }
    package var record: FilePath { path.appending("site.json") }
    /// The swap that is under way.
    package var journal: FilePath { path.appending("swap.json") }
    /// Who asked for a swap last.
    package var turn: FilePath { path.appending("turn") }
    package var backend: BackendMap { BackendMap(path: path.appending("backend.txt")) }
}

/// The two Apaches of a site take turns: one answers while the other is made ready, or is not there.
package enum SiteSide: String, Codable, Sendable, CaseIterable {
    case blue
    case green

    package var other: SiteSide { self == .blue ? .green : .blue }
}

/// The `RewriteMap` of a front: one line, `port 40123`.
package struct BackendMap: Sendable, Hashable {
    package var path: FilePath

    /// The port that is answered from now; nil when none was ever named.
    package func port() throws -> UInt16? {
        guard try Files.status(path) != nil else { return nil }
        let words = try Files.readText(path).split(whereSeparator: \.isWhitespace)
        return words.count == 2 && words[0] == "port" ? UInt16(words[1]) : nil
    }

    /// The only point of commitment of a swap: one `rename(2)`. A request sees the old port or the new one.
    package func point(to port: UInt16) throws { try Files.replaceFile(path, "port \(port)\n") }
}
