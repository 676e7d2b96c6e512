# ---
# title: Spoken report
# summary: Turn the pool's figures into speech. The audio plays in the output.
# tags: ai, voice, tools
# tools: get_mining_stats, text_to_speech
# ---
stats = await tools.get_mining_stats()
sentence = (
    f"{stats['hash']:,.0f} hashes per second, and {stats['amtDue'] / 1e12:.4f} Monero not paid yet. "
    f"{stats['validShares']:,.0f} shares were accepted, {stats['invalidShares']:,.0f} refused."
)
print(sentence)
await tools.text_to_speech(sentence, audio_format="opus")
