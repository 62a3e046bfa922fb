import FoundationEssentials
import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTrial
import Synchronization
import SystemPackage

/// One plan's test, and what is remembered of it for `--rerun-failed`.
struct PlanRun {
    private let hash: String
    private let context: Context
    private let records: RunRecords

    init(plan: Plan, context: Context) {
        self.context = context
        hash = plan.contentHash
        let name = String(hash.prefix(16))
        records = RunRecords(
            plan: hash, file: context.store.layout.trials.appending("runs").appending("\(name).json"),
            lock: context.store.layout.lock("run-record-\(name)"))
    }

    /// What of `part` failed or was not reached the last time.
    func unfinished(of part: Plan) throws -> Plan { try records.read().unfinished(of: part) }

    /// Tests every cell that can be built; tells each result as it comes, and remembers it at once.
    func test(
        _ part: Plan, with queue: TrialQueue, request: (Plan.Row) -> TrialRequest
    ) async throws -> TrialReport {
        try context.store.prepareForWriting()
        let runnable = part.rows.filter { $0.unsupported == nil }
        let (console, count, records) = (context.host.console, runnable.count, records)
        let told = Atomic(0)
        let tested = try await queue.run(runnable.map(request)) { _, result in
            try await records.note(result)
            let number = told.add(1, ordering: .relaxed).newValue
            console.note("\(number) of \(count): \(result.cell) \(Self.words(result))")
        }
        let byCell = Dictionary(zip(runnable.map(\.cell), tested)) { first, _ in first }
        let results = part.rows.compactMap { row in
            row.unsupported.map { .unsupported(row.cell, reason: $0, at: Timestamp(Date())) } ?? byCell[row.cell]
        }
        return TrialReport(results, plan: hash)
    }

    private static func words(_ result: TrialResult) -> String {
        let verdict = result.outcome == .failed ? result.verdict.rawValue : result.outcome.rawValue
        return "\(verdict) (\(decimal(result.seconds)) s)"
    }
}
