import MatrixModel
import Testing

@Suite("SplitMix64") struct SplitMix64Tests {
    /// The figures that Rosetta Code's page "Pseudo-random numbers/Splitmix64" gives for this seed.
    @Test("gives the published sequence")
    func published() {
        var generator = SplitMix64(seed: 1_234_567)
        let numbers = (0..<5).map { _ in generator.next() }
        #expect(
            numbers == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test("chooses each of a few places about as often, and none beyond them", arguments: [1, 2, 3, 7])
    func places(count: Int) {
        var generator = SplitMix64(seed: 42)
        var chosen = Array(repeating: 0, count: count)
        for _ in 0..<7000 { chosen[generator.nextIndex(below: count)] += 1 }
        // Five standard deviations of a fair choice are below 210.
        for times in chosen { #expect(abs(times - 7000 / count) < 210) }
    }
}
