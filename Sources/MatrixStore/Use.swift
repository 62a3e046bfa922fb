import FoundationEssentials
import MatrixHost
import MatrixModel
import SystemPackage

extension Store {
    /// Runs `body` while nobody may remove the entry.
    package func using<Value>(_ entry: Entry, body: () async throws -> Value) async throws -> Value {
        try await FileLock.withLock(layout.lock(entry.kind, entry.key), mode: .shared, clock: host.clock, body: body)
    }

    /// Runs `body` while nobody may remove any of the entries. Throws `StoreError.removed` when somebody did before.
    package func using<Value>(_ entries: [Entry], body: () async throws -> Value) async throws -> Value {
        try await using(
            sorted: entries.sorted { ($0.kind.bucket, $0.key.text) < ($1.kind.bucket, $1.key.text) }[...], body)
    }

    private func using<Value>(sorted entries: ArraySlice<Entry>, _ body: () async throws -> Value) async throws -> Value
    {
        guard let entry = entries.first else { return try await body() }
        return try await using(entry) {
            guard try Files.status(layout.record(entry.kind, entry.key)) != nil else {
                throw StoreError.removed(entry.folder)
            }
            return try await using(sorted: entries.dropFirst(), body)
        }
    }

    /// Remembers that an entry was used by its record's time of modification: nothing else is written or read for it,
    /// and it moves with the store. As with `relatime`, once a day is enough; in a store that is only read it is left.
    /// An error of the disk is thrown, as by every other look at an entry.
    func noteUse(_ kind: EntryKind, _ key: BuildKey) throws {
        let record = layout.record(kind, key)
        guard let used = try Files.status(record)?.modified, Duration.sinceEpoch - used > Self.useGranularity else {
            return
        }
        try? Files.touch(record)
    }

    private static let useGranularity = Duration.seconds(86_400)
}

extension Duration {
    /// The wall clock's time, since 1970.
    package static var sinceEpoch: Duration { .seconds(Date().timeIntervalSince1970) }

    package static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
}
