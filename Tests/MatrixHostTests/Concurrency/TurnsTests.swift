import MatrixHost
import Testing

struct TurnsTests {
    @Test func neverMoreAtOnceThanThereAreTurns() async throws {
        let turns = Turns(3)
        let counter = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    try await turns.withTurn {
                        await counter.enter()
                        try await Task.sleep(for: .milliseconds(2))
                        await counter.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(await counter.most == 3)
    }

    @Test func aTaskThatIsCancelledWhileItWaitsGivesItsPlaceUp() async throws {
        let turns = Turns(1)
        try await turns.withTurn {
            let waiting = Task { try await turns.withTurn {} }
            try await Task.sleep(for: .milliseconds(20))
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
        }
        // The turn is free again for whoever comes next.
        let value = try await turns.withTurn { 5 }
        #expect(value == 5)
    }

    @Test func aBodyThatThrowsGivesItsTurnBack() async throws {
        let turns = Turns(1)
        await #expect(throws: Oops.self) { try await turns.withTurn { throw Oops() } }
        let value = try await turns.withTurn { 7 }
        #expect(value == 7)
    }

    private struct Oops: Error {}

    private actor Counter {
        private var now = 0
        private(set) var most = 0

        func enter() {
            now += 1
            most = max(most, now)
        }

        func leave() { now -= 1 }
    }
}
