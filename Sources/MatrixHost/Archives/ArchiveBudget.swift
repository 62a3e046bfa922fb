package import MatrixModel

/// What one archive may cost before it is refused.
///
/// The defaults are at least ten times what the largest of our sources needs (CPython 3.13: 5,214 entries, 106 MB, ratio 5).
package struct ArchiveBudget: Sendable, Equatable {
    /// Files, folders and links, folders that are only implied by a name too.
    package var entries: Int
    /// The sum of the sizes that the entries declare, holes in sparse files too.
    package var bytes: ByteCount
    /// Unpacked bytes for each packed one; the first mebibyte is free, because a tiny archive packs well.
    package var ratio: Int
    package var time: Duration

    /// For an archive of our own entries: a hundred CPythons.
    package static let exportedEntries = ArchiveBudget(
        entries: 500_000, bytes: .mebibytes(16_384), time: .seconds(1800))

    package init(
        entries: Int = 50_000, bytes: ByteCount = .mebibytes(2048), ratio: Int = 100, time: Duration = .seconds(300)
    ) {
        self.entries = entries
        self.bytes = bytes
        self.ratio = ratio
        self.time = time
    }
}

/// What an archive held.
package struct UnpackSummary: Sendable, Equatable, Codable {
    /// The name of the folder that was stripped off.
    package var topFolder: String
    package var entries: Int
    package var bytes: ByteCount

    package init(topFolder: String, entries: Int, bytes: ByteCount) {
        self.topFolder = topFolder
        self.entries = entries
        self.bytes = bytes
    }
}

/// Counts what an archive has cost so far and refuses to go on beyond the budget.
struct BudgetMeter {
    private let budget: ArchiveBudget
    private let ratioLimit: Int64
    private let deadline: ContinuousClock.Instant
    private(set) var bytes: Int64 = 0

    init(_ budget: ArchiveBudget, packed: ByteCount) {
        self.budget = budget
        let (limit, isTooLarge) = packed.bytes.multipliedReportingOverflow(by: Int64(budget.ratio))
        ratioLimit = isTooLarge ? .max : max(limit, ByteCount.mebibytes(1).bytes)
        deadline = .now + budget.time
    }

    /// Adds what a header declares, before a byte of it is written.
    mutating func add(declared size: Int64) throws {
        guard size >= 0 else { throw ArchiveError.damaged("an entry declares a negative size") }
        let (sum, isTooLarge) = bytes.addingReportingOverflow(size)
        guard !isTooLarge, sum <= budget.bytes.bytes else { throw ArchiveError.overBudget(.bytes(budget.bytes)) }
        guard sum <= ratioLimit else { throw ArchiveError.overBudget(.ratio(budget.ratio)) }
        bytes = sum
    }

    /// `decompressed` is what came out of the filter: headers that are never shown count there too.
    func check(entries: Int, decompressed: Int64) throws {
        guard entries <= budget.entries else { throw ArchiveError.overBudget(.entries(budget.entries)) }
        guard decompressed <= ratioLimit else { throw ArchiveError.overBudget(.ratio(budget.ratio)) }
        guard ContinuousClock.now < deadline else { throw ArchiveError.overBudget(.time(budget.time)) }
    }
}
