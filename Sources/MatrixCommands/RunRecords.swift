import MatrixHost
import MatrixModel
import SystemPackage

/// The record of a plan's runs on disk, complete after every result; shards of one plan may write it side by side.
struct RunRecords: Sendable {
    /// The content hash of the whole plan.
    let plan: String
    let file: FilePath
    let lock: FilePath

    /// Empty when there is none that can be read.
    func read() throws -> RunRecord {
        guard try Files.status(file) != nil, let record: RunRecord = try? decodeJSON(try Files.readText(file)),
            record.format == RunRecord.currentFormat
        else { return RunRecord(plan: plan) }
        return record
    }

    func note(_ result: TrialResult) async throws {
        try Files.makeFolders(file.removingLastComponent())
        try await FileLock.withLock(lock, mode: .exclusive) {
            var record = try read()
            record.note(result)
            try Files.replaceFile(file, try jsonText(record) + "\n")
        }
    }
}
