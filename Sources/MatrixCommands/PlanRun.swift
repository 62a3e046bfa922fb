import FoundationEssentials
import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTrial
import SystemPackage

/// One plan's test, and what is remembered of it for `--rerun-failed`.
struct PlanRun {
    private let plan: Plan
    private let hash: String
    private let context: Context
    private let file: FilePath

    init(plan: Plan, context: Context) {
        self.plan = plan
        self.context = context
        hash = sha256(of: plan.canonicalText).hexadecimal
        file = context.store.layout.trials.appending("runs").appending("\(hash.prefix(16)).json")
    }

    /// What is to be tested now.
    func rows(shard: String?, rerunFailed: Bool) throws -> Plan {
        let part = try shard.map { plan.shard(try Shard($0)) } ?? plan
        guard rerunFailed else { return part }
        return try record().unfinished(of: part)
    }

    /// Tests every cell that can be built; tells each result as it comes, and remembers it at once.
    func test(
        _ part: Plan, with queue: TrialQueue, request: (Plan.Row) -> TrialRequest
    ) async throws -> TrialReport {
        let runnable = part.rows.filter { $0.unsupported == nil }
        let record = RunRecords(try record(), file: file)
        let (console, count) = (context.host.console, runnable.count)
        let tested = try await queue.run(runnable.map(request)) { _, result in
            let number = try await record.note(result)
            console.note("\(number) of \(count): \(result.cell) \(Self.words(result))")
        }
        let byCell = Dictionary(zip(runnable.map(\.cell), tested)) { first, _ in first }
        let results = part.rows.compactMap { row in
            row.unsupported.map { .unsupported(row.cell, reason: $0, at: Timestamp(Date())) } ?? byCell[row.cell]
        }
        return TrialReport(results, plan: hash)
    }

    private func record() throws -> RunRecord {
        guard try Files.status(file) != nil, let record: RunRecord = try? decodeJSON(try Files.readText(file)),
            record.format == RunRecord.currentFormat
        else { return RunRecord(plan: hash) }
        return record
    }

    private static func words(_ result: TrialResult) -> String {
        let verdict = result.outcome == .failed ? result.verdict.rawValue : result.outcome.rawValue
        return "\(verdict) (\(decimal(result.seconds)) s)"
    }
}

/// The record of a run on disk, complete after every result.
private actor RunRecords {
    private var record: RunRecord
    private let file: FilePath
    private var count = 0

    init(_ record: RunRecord, file: FilePath) {
        self.record = record
        self.file = file
    }

    /// How many results there were in this run.
    func note(_ result: TrialResult) throws -> Int {
        record.note(result)
        try Files.makeFolders(file.removingLastComponent())
        try Files.replaceFile(file, try jsonText(record) + "\n")
        count += 1
        return count
    }
}
